"""What can happen while people wait and talk. Everybody hears of it on their own channel; nothing says who or why."""

from collections.abc import Iterable

from listening.models import Talk
from live.actions import publish
from people.models import Member

QUEUE_CHANGED = "listening.queue_changed"
TALK_CHANGED = "listening.talk_changed"


def announce_queue(talk: Talk, *, to: Iterable[int]) -> None:
    """Have those who listen and those who wait look again; not those who are apart from whom it is about."""
    publish([f"member:{pk}" for pk in to], QUEUE_CHANGED, {}, actor_id=talk.member_id)


def announce_talk(talk: Talk) -> None:
    """Have the two look again at how things stand."""
    channels = [f"member:{pk}" for pk in (talk.member_id, talk.listener_id) if pk]
    publish(channels, TALK_CHANGED, {"talk": talk.pk})


def announce_to(member: Member, talk: Talk) -> None:
    """Have one's own pages look again."""
    publish([f"member:{member.pk}"], TALK_CHANGED, {"talk": talk.pk})
