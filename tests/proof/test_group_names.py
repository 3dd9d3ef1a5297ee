"""The names one member has in several groups cannot be joined, not even by whoever holds all of these groups."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.proof.community import forget
from tests.proof.joining import Joined, joined_by_all_marks, joined_by_one_mark
from tests.proof.many_groups import GROUPS, MEMBERS, GroupMarks, ManyGroups

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _gathered(django_db_setup: None, django_db_blocker: Any) -> Iterator[ManyGroups]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield ManyGroups()
        transaction.set_rollback(True)
    forget()


@pytest.fixture
def many(_gathered: ManyGroups, db: None) -> ManyGroups:
    forget()
    return _gathered


def joined(many: ManyGroups, who: str) -> list[Joined]:
    """Return what joins more names than chance would: marks that do it alone, or else all of them together."""
    marks = GroupMarks(many, who)
    marks.read()
    groups, found = marks.groups(), marks.by_name()
    assert len(found) == MEMBERS * GROUPS and all(found.values())
    alone = [one for one in joined_by_one_mark(groups, found) if one.is_more_than_chance]
    return alone or [one for one in [joined_by_all_marks(groups, found)] if one.is_more_than_chance]


@pytest.mark.parametrize("who", ["reader", "keeper"])
def test_names_in_groups_are_joined_no_better_than_by_chance(who: str, many: ManyGroups) -> None:
    found = joined(many, who)

    assert not found, "\n".join(map(str, found))


def _in_the_order_of_members(patch: pytest.MonkeyPatch) -> None:
    from circles.queries import groups

    listed = groups.list_voices
    by_member: Callable[..., Any] = lambda group, *, viewer: sorted(  # noqa: E731
        listed(group, viewer=viewer), key=lambda voice: voice.member_id
    )
    patch.setattr("circles.queries.list_voices", by_member)


def _with_their_own_picture(patch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from circles.queries import groups

    drawn = groups.voice_of
    patch.setattr(
        groups, "voice_of", lambda place, viewer: replace(drawn(place, viewer), seed=place.member.avatar_seed)
    )


def _blocks_that_hide_names(patch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from circles.queries import groups

    drawn = groups.voice_of

    def hidden(place: Any, viewer: Any) -> Any:
        voice = drawn(place, viewer)
        return replace(voice, name="") if place.member_id in viewer.hidden_ids else voice

    patch.setattr(groups, "voice_of", hidden)


@pytest.mark.parametrize(
    "fault", [_in_the_order_of_members, _with_their_own_picture, _blocks_that_hide_names]
)
def test_whatever_joins_them_is_seen(fault: Any, many: ManyGroups, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)

    assert joined(many, "reader")


def test_names_drawn_for_the_member_and_not_for_the_group_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from circles.queries import groups

    drawn = groups.drawn_for
    everywhere = type("Everywhere", (), {"pk": 0})()
    monkeypatch.setattr(groups, "drawn_for", lambda group, member, **more: drawn(everywhere, member, **more))

    assert joined(ManyGroups("Somebody"), "reader")
