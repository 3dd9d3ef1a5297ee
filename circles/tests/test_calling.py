"""Calls in a group, in a circle and beside it: for those inside, under the names they have there, while they are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from calls.actions import join
from calls.models import Participant
from calls.venues import find_venue
from circles import actions
from circles.models import Group, Membership
from circles.tests.held import Held
from people.actions import block

Enter = Callable[..., Membership]


def test_nobody_in_a_groups_call_is_seen_under_another_name_than_in_the_group(
    group: Group, enter: Enter, asha: Any, ben: Any, chen: Any, mo: Any, browser_of: Any, with_relay: None
) -> None:
    enter(asha)
    other_name = enter(ben, other_name=True).name
    call, browser = f"/calls/group/{group.pk}/", browser_of(asha)
    for member in (ben, mo):
        venue = find_venue("group", group.pk, viewer=member)
        join(venue, member=member, way="voice", now=timezone.now())
        assert venue.is_host == (member == mo)
    block(ben, blocker=asha)

    pages = [browser.get(page).content.decode() for page in (f"/support-groups/{group.pk}/", call)]
    state = browser.post(f"{call}join/", {"way": "voice"}).json()

    # A name of the group is met across a block too: who goes missing would tell whose it is.
    assert sorted(each["name"] for each in state["there"]) == sorted(["Mo", other_name])
    assert all(other_name in page and "Ben" not in page for page in pages)
    assert browser_of(chen).get(call).status_code == 404
    Membership.objects.filter(group=group, member=asha).delete()
    mine = Participant.objects.get(member=asha)
    gone = browser.post(
        f"/calls/mine/{mine.ref}/exchange/", {"way": "voice"}, content_type="application/json"
    )
    assert gone.status_code == 404 and not Participant.objects.filter(member=asha).exists()


def _in_the_call(kind: str, number: int, *members: Any) -> None:
    for member in members:
        join(find_venue(kind, number, viewer=member), member=member, way="voice", now=timezone.now())


def _callers(kind: str) -> set[Any]:
    return {each.member for each in Participant.objects.present().filter(call__venue=kind)}


@pytest.mark.parametrize("how", ["removed", "left", "left the group", "circle closed", "group closed"])
def test_whoever_is_not_in_the_circle_any_more_is_out_of_its_call_at_once(
    how: str, held: Held, group: Group, enter: Enter, asha: Any, ben: Any, mo: Any, with_relay: None
) -> None:
    """The server puts them out, whatever their browser does: the others' browsers change their keys on hearing it."""
    enter(asha)
    enter(ben)
    held.come(asha, ben)
    _in_the_call("circle", held.circle.pk, asha, ben, mo)
    go = {
        "removed": lambda: actions.remove_from_circle(
            held.meeting, presence=held.here(asha), by=held.here(mo), now=held.tick()
        ),
        "left": lambda: actions.leave_circle(
            held.meeting, mine=held.place(asha), presence=held.here(asha), how="well", now=held.tick()
        ),
        "left the group": lambda: actions.leave_group(held.place(asha), now=held.tick()),
        "circle closed": lambda: held.close(mo),
        "group closed": lambda: actions.close_group(group, by=mo, now=held.tick()),
    }

    go[how]()

    assert _callers("circle") == (set() if "closed" in how else {ben, mo})


def test_two_beside_a_circle_have_a_call_of_their_own_which_ends_with_their_room(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any, with_relay: None, browser_of: Any
) -> None:
    name = enter(asha, other_name=True).name
    enter(ben)
    held.come(asha, ben)
    beside = actions.open_side_room(
        held.meeting, guest=held.here(asha), helper=held.here(mo), by=held.here(mo), now=held.tick()
    )
    _in_the_call("side_room", beside.pk, asha, mo)

    page = browser_of(mo).get(beside.room.get_absolute_url()).content.decode()
    assert f"{name} is in the call." in page and "data-call" in page
    assert browser_of(ben).get(f"/calls/side_room/{beside.pk}/").status_code == 404
    actions.close_side_room(beside, by=held.here(asha), now=held.tick())
    assert not _callers("side_room")
    assert browser_of(asha).get(f"/calls/side_room/{beside.pk}/").status_code == 404
