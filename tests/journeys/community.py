"""Builds the small community of the journeys, through the same actions everything else goes through.

Run as a program by house.py, in a process of its own; prints where things are as one line of JSON.
"""

import json
import os
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

PASSPHRASE = "a long passphrase"
CAST = {
    **dict.fromkeys(("Asha", "Ben", "Chen", "Dana", "Noor", "Pavel", "Inga", "Tomas", "Yuki"), "member"),
    "Lena": "listener",
    "Mo": "moderator",
    "Olu": "operator",
}
# How many browsers each is signed in with already; a story uses one up for everybody who takes part in it.
BROWSERS = {"Asha": 120, "Ben": 90}
BROWSERS_OF_OTHERS = 40
MANY_HEAVY_CASES = 50


def main(leave_url: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from tests.journeys.meetings import open_groups
    from tests.journeys.talks import have_talked

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    people = _people(now)
    with transaction.atomic():
        _community(people["Olu"], leave_url, now)
        _spaces(people)
        facts = _threads(people, now) | have_talked(people, now)
        facts |= _circles(people, now) | open_groups(people, now)
        facts |= {"sessions": _sessions(people)}
    print(json.dumps(facts))


def _people(now: datetime) -> dict[str, Any]:
    from people.actions import sign_up

    people = {name: sign_up(name=name, passphrase=PASSPHRASE, now=now - timedelta(days=90)) for name in CAST}
    for name, role in CAST.items():
        people[name].role = role
        people[name].save(update_fields=["role"])
    return people


def _community(operator: Any, leave_url: str, now: datetime) -> None:
    from people.actions import describe_community
    from safety.actions import set_rota

    describe_community(
        by=operator, name="Lantern House", purpose="A place to talk with people who have been there.",
        minimum_age=18, leave_url=leave_url, anyone_may_join=True,
    )  # fmt: skip
    # All stories are of one afternoon, and Mo has a part in most: three heavy cases would be enough for anybody.
    set_rota(by=operator, break_minutes=90, heavy_cases=MANY_HEAVY_CASES, now=now)


def _spaces(people: dict[str, Any]) -> None:
    from django.utils import timezone

    from forum.actions import ask_to_enter, create_space

    for position, (slug, name, access) in enumerate(
        [
            ("anxiety", "Anxiety", "open"),
            ("grief", "Grief", "members"),
            ("sleepless", "Awake at night", "members"),
            ("behind-a-door", "Behind a door", "request"),
            ("empty", "Nothing yet", "members"),
        ]
    ):
        space = create_space(
            by=people["Olu"], slug=slug, name=name, purpose=f"For people who know about it: {name}.",
            agreement="We say what helped us, not what somebody should do.", access=access, position=position,
            now=timezone.now(),
        )  # fmt: skip
        if access == "request":
            ask_to_enter(space, member=people["Ben"])


def _threads(people: dict[str, Any], now: datetime) -> dict[str, Any]:
    from forum.actions import lock_thread, pin_update

    asha, ben, noor, pavel = (people[name] for name in ("Asha", "Ben", "Noor", "Pavel"))
    long = _thread("grief", asha, "Sundays without her", "They were ours.", now - timedelta(days=20))
    posts = list(_fifty_replies(long, people, now - timedelta(days=19)))
    covered = _thread(
        "grief", ben, "What I have not said", "The covered words.", now - timedelta(days=8), notes=["suicide"]
    )
    noors = _thread("anxiety", noor, "Phone calls at work", "My hands shake.", now - timedelta(days=6))
    _reply(noors, pavel, "Mine too, since the spring.", now - timedelta(days=5))
    pavels = _thread(
        "anxiety", pavel, "Buses at rush hour", "A marzipan kind of fear.", now - timedelta(days=4)
    )
    answer = _reply(pavels, noor, "I get off and walk.", now - timedelta(days=3))
    old = _thread("sleepless", ben, "The lighthouse dream", "A quiet harbour.", now - timedelta(days=60))
    new = _thread(
        "anxiety", ben, "A harbour, quiet at last", "The lighthouse again.", now - timedelta(days=1)
    )
    closed = _thread("grief", asha, "Thank you all", "I am closing this.", now - timedelta(days=2))
    pin_update(_reply(closed, asha, "Update: I slept.", now - timedelta(days=2)), by=asha, now=now)
    lock_thread(closed, by=people["Mo"], now=now)
    return {
        "long": long.pk, "long_post": posts[3].pk, "ashas_post": posts[0].pk, "covered": covered.pk,
        "noors": noors.pk, "pavels": pavels.pk, "pavels_post": answer.pk,
        "old": old.pk, "new": new.pk, "closed": closed.pk,
        "month_ago": (now - timedelta(days=30)).date().isoformat(), "ben_id": ben.pk,
    }  # fmt: skip


def _circles(people: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Let Mo hold two groups whose circles are about to begin; in each, one is there under another name."""
    written, group = _a_circle(people, "Late tea", other="Noor", own="Tomas", now=now)
    spoken, _ = _a_circle(people, "Voices after dark", other="Yuki", own="Pavel", now=now)
    return {"circle": written, "support_group": group, "spoken_circle": spoken}


def _a_circle(people: dict[str, Any], name: str, *, other: str, own: str, now: datetime) -> tuple[int, int]:
    from circles import actions
    from circles.models import Circle

    mo = people["Mo"]
    group = actions.open_group(
        by=mo, name=name, purpose="For evenings that are long.", for_whom="", door="request", size=8,
        agreement="We say I. What is said here stays here.", time_zone="UTC", now=now,
    )  # fmt: skip
    schedule = actions.plan_circles(
        group, by=mo, rhythm="once", first_date=(now + timedelta(days=1)).date(), at=now.time(), minutes=60,
        seats=8, now=now,
    )  # fmt: skip
    circle = schedule.circles.get()
    soon = now + timedelta(minutes=10)
    Circle.objects.filter(pk=circle.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=3))
    circle.refresh_from_db()
    for member in (other, own):
        actions.invite(group, member=people[member], by=mo, now=now)
        mine = actions.take_place(group, member=people[member], under_other_name=member == other, now=now)
        actions.sign_up(circle, mine=mine, now=now)
    return circle.pk, group.pk


def _fifty_replies(thread: Any, people: dict[str, Any], began: datetime) -> Iterable[Any]:
    """Write replies as people do: of different lengths, some anonymous, some quoting, one with a note."""
    names = ["Asha", "Ben", "Chen", "Lena", "Mo", "Tomas", "Inga"]
    opening = thread.posts.get(is_opening=True)
    for number in range(50):
        said = f"Sunday number {number} was long for me as well. I walk to the river and back, " * (
            1 + number % 3
        )
        yield _reply(
            thread, people[names[number % 7]], f"{said}and then it is evening.", began + timedelta(hours=number),
            anonymous=number % 9 == 4, notes=["loss"] if number == 12 else [],
            **({"quoted": opening, "quoted_text": "They were ours."} if number % 10 == 7 else {}),
        )  # fmt: skip


def _thread(slug: str, author: Any, title: str, body: str, at: datetime, **extra: Any) -> Any:
    from forum.actions import start_thread
    from forum.models import Space

    space = Space.objects.get(slug=slug)
    return start_thread(space, author=author, title=title, body=body, wants="listen", now=at, **extra)


def _reply(thread: Any, author: Any, body: str, at: datetime, **extra: Any) -> Any:
    from forum.actions import post_reply

    return post_reply(thread, author=author, body=body, now=at, **extra)


def _sessions(people: dict[str, Any]) -> dict[str, list[str]]:
    """Sign everybody in a few times, as if in other browsers, for stories that begin signed in."""
    from tests.cast import signed_in_browser

    def sign_in(member: Any) -> str:
        return signed_in_browser(member).cookies["session"].value

    return {
        name: [sign_in(member) for _ in range(BROWSERS.get(name, BROWSERS_OF_OTHERS))]
        for name, member in people.items()
    }


if __name__ == "__main__":
    main(sys.argv[1])
