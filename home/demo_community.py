"""The demo community: the stories in home/demo, moved to the last weeks, and what its people did with them."""

import json
import random
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from core.support import SupportKind
from forum.actions import (
    admit,
    appoint_moderator,
    ask_to_enter,
    bookmark,
    follow,
    mark_seen,
    pin_update,
    toggle_support,
    visit_space,
)
from forum.models import ImportedItem, Post, Space, SpaceMembership, Thread
from forum.models.spaces import Access
from home.demo_groups import meet
from home.demo_talks import talk
from people.actions import add_app, choose_topic
from people.models import Member, Topic
from safety.actions import plan_shift, sign_up

STORIES = Path(__file__).parent / "demo"
SOURCE = "demo"
PASSPHRASE = "a long passphrase"  # noqa: S105 - known to everybody, and said so
CAST = ("Asha", "Ben", "Chen", "Dana", "Mo", "Lena", "Ravi", "Olu")
# Those with powers are asked for a code as well. Whoever tries the demo has no app with this key, so
# `bin/hearthside demo --code` says what it would show.
STAFF = ("Mo", "Olu", "Ravi")
APP_KEY = "HEARTHSIDEDEMOKEYEVERYBODYKNOWSS"
CHOICES = {
    "Asha": {"loss": "open"},
    "Ben": {"loss": "open", "suicide": "open"},
    "Chen": {"substances": "leave_out"},
}
PRESSES = 60


@transaction.atomic
def load_demo(*, now: datetime) -> bool:
    """Bring in the demo community, all or nothing; False when it was here already.

    The stories keep their time of day: all move by the same whole days, so that the newest is of today or
    yesterday.
    """
    if ImportedItem.objects.filter(source=SOURCE).exists():
        return False
    with tempfile.TemporaryDirectory() as folder:
        call_command(
            "import", *_moved_stories(Path(folder), now), source=SOURCE, with_roles=True, verbosity=0,
            passphrase=PASSPHRASE, passphrase_for=list(CAST),
        )  # fmt: skip
    cast = {member.name: member for member in Member.objects.filter(name__in=CAST)}
    for name in STAFF:
        add_app(cast[name], secret=APP_KEY)
    _look_after_spaces(cast, now)
    _read_and_keep(cast, now)
    _answer_with_a_press(now)
    _pin_updates(now)
    _plan_shifts(cast, now)
    talk(cast, now)
    meet(cast, now)
    for name, choices in CHOICES.items():
        for slug, choice in choices.items():
            choose_topic(cast[name], topic=Topic.objects.get(slug=slug), choice=choice)
    return True


def _moved_stories(folder: Path, now: datetime) -> list[Path]:
    """Write the stories with moved times, members having joined some days before they first wrote."""
    lines = [
        json.loads(line) for path in sorted(STORIES.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    times = {id(line): datetime.fromisoformat(line["at"]) for line in lines if "at" in line}
    days = (now - max(times.values())) // timedelta(days=1)
    first: dict[str, datetime] = {}
    for line in lines:
        if "at" in line:
            at = times[id(line)] + timedelta(days=days)
            line["at"] = at.isoformat()
            first[line["author"]] = min(at, first.get(line["author"], at))
    for place, line in enumerate(lines):
        if line["type"] == "member":
            wrote = first.get(line["name"], now - timedelta(days=3))
            line["joined_at"] = (wrote - timedelta(days=1 + place * 5 % 23, minutes=place * 17)).isoformat()
    moved = folder / "demo.jsonl"
    moved.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return [moved]


def _look_after_spaces(cast: dict[str, Member], now: datetime) -> None:
    """Mo looks after every third space; in a space by request everybody who wrote there is in, and Ben asks."""
    for space in Space.objects.all()[::3]:
        appoint_moderator(space, member=cast["Mo"], by=cast["Olu"], now=now)
    for space in Space.objects.filter(access=Access.REQUEST):
        for name in ("Mo", "Lena", "Asha"):
            ask_to_enter(space, member=cast[name])
        for asked in SpaceMembership.objects.filter(space=space, admitted_at=None):
            admit(asked, by=cast["Olu"], now=now)
        ask_to_enter(space, member=cast["Ben"])


def _read_and_keep(cast: dict[str, Member], now: datetime) -> None:
    """Let the cast follow what they wrote in and have read most of it; Asha and Ben keep a few posts."""
    for name, member in cast.items():
        for thread in Thread.objects.filter(posts__author=member).distinct():
            follow(thread, member=member, now=now)
            mark_seen(thread, member=member, post_id=_last_read(thread, member))
        for space in Space.objects.exclude(access=Access.REQUEST):
            visit_space(space, member=member, now=now - timedelta(hours=20 + len(name)))
    for name in ("Asha", "Ben"):
        for post in Post.objects.filter(is_opening=False).exclude(author=cast[name]).order_by("-pk")[5:60:18]:
            bookmark(post, member=cast[name])


def _last_read(thread: Thread, member: Member) -> int:
    """Return the last post of their own: what came after it is new to them."""
    return max(thread.posts.filter(author=member).values_list("pk", flat=True))


def _plan_shifts(cast: dict[str, Member], now: datetime) -> None:
    """Plan evenings for two weeks, for which Lena and Mo are down on some days."""
    begins = timezone.localtime(now).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=1)
    for day in range(14):
        starts_at = begins + timedelta(days=day)
        shift = plan_shift(
            by=cast["Olu"], work="listen" if day % 3 else "desk", starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3 + day % 2), needed=2, weeks=1, now=now,
        )[0]  # fmt: skip
        for name in ("Mo", "Lena")[day % 2 :: 1 + day % 3]:
            if name == "Mo" or day % 3:
                sign_up(shift, by=cast[name])


def _answer_with_a_press(now: datetime) -> None:
    """Let members press what they would say, mostly on opening posts."""
    chance = random.Random(7)
    members = list(Member.objects.order_by("pk"))
    posts = list(Post.objects.filter(thread__space__access=Access.OPEN).order_by("-is_opening", "-pk")[:120])
    pressed: set[tuple[int, int]] = set()
    for post, member in _pairs(chance, posts, members):
        if post.author_id != member.pk and (post.pk, member.pk) not in pressed:
            toggle_support(post, member=member, kind=chance.choice(SupportKind.values), now=now)
            pressed.add((post.pk, member.pk))


def _pairs(chance: random.Random, posts: list[Post], members: list[Member]) -> Iterator[tuple[Post, Member]]:
    return ((chance.choice(posts), chance.choice(members)) for _ in range(PRESSES))


def _pin_updates(now: datetime) -> None:
    """Pin what authors said later in their own thread under the same name, where they call it an update."""
    for post in Post.objects.filter(is_opening=False, body__istartswith="update").select_related(
        "thread", "author"
    ):
        if post.author_id == post.thread.author_id and post.alias_id == post.thread.alias_id:
            pin_update(post, by=post.author, now=now)
