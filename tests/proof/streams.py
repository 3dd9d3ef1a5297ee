"""The event stream as everybody hears it: a running hub, every topic asked for, then the same again as a replay."""

import asyncio
from collections.abc import Callable
from typing import Any

from django.conf import settings

from live.actions import publish
from live.tests.browser import elsewhere, house
from tests.proof.community import Community
from tests.proof.walk import Walk

END = "proof.ended"


def topics_of(community: Community) -> str:
    """Return every topic there is to ask for."""
    from chat.models import Room
    from circles.models import Circle, Group
    from forum.models import Space, Thread

    found = [f"thread:{number}" for number in Thread.objects.values_list("pk", flat=True)]
    found += [f"space:{number}" for number in Space.objects.values_list("pk", flat=True)]
    found += [f"room:{number}" for number in Room.objects.values_list("pk", flat=True)]
    found += [f"support_group:{number}" for number in Group.objects.values_list("pk", flat=True)]
    found += [f"circle:{number}" for number in Circle.objects.values_list("pk", flat=True)]
    found += [f"member:{community.people[who].pk}" for who in ("asha", "dana", "vera", "ines")]
    return ",".join(found)


def hear(community: Community, walk: Walk, act: Callable[[Community], Any]) -> dict[str, str]:
    """Let things happen while everybody listens; note what they hear, live and replayed, and return it by role."""
    return asyncio.run(_hear(community, walk, act, topics_of(community)))


async def _hear(
    community: Community, walk: Walk, act: Callable[[Community], Any], asked: str
) -> dict[str, str]:
    heard = {}
    async with house() as home:
        open_now = {}
        for role in walk.roles:
            open_now[role] = await home.open(f"topics={asked}", who=_session_of(community, role))
        begun = {role: stream.last_id for role, stream in open_now.items() if stream.status == 200}
        await elsewhere(act, community)
        await elsewhere(_end, community)
        for role, place in begun.items():
            live = open_now[role]
            await live.until(lambda live=live: END in live.kinds)
            again = await home.open(f"topics={asked}&after={place}", who=_session_of(community, role))
            await again.until(lambda again=again: END in again.kinds)
            heard[role] = live.text + again.text
            walk.look(role, "the event stream", heard[role])
    return heard


def _end(community: Community) -> None:
    publish([f"member:{member.pk}" for member in community.people.values()], END, {})


def _session_of(community: Community, role: str) -> str:
    cookie = community.browsers[role].cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""
