"""A group whose facilitator is gone is left to nobody: those inside are told kindly, staff can take it on."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from circles import actions, queries
from circles.models import Circle, Group, Membership, Seat, Waiting
from circles.tests.conftest import NOW
from notifications.models import Notice
from people.actions import ask_to_close, carry_out, stay
from people.models import Closing, Member
from safety.models import AuditEntry

Enter = Callable[..., Membership]
LATER = NOW + timedelta(days=20)


def _gone(member: Member) -> None:
    ask_to_close(member, choice="erase", at_once=True, now=LATER)
    carry_out(Closing.objects.get(account_id=member.account_id).pk, now=LATER)


@pytest.fixture
def weekly(group: Group, mo: Member) -> Circle:
    """Return the first circle of a group that meets on Tuesdays."""
    schedule = actions.plan_circles(
        group, by=mo, rhythm="weekly", first_date=date(2026, 3, 3), at=time(19), minutes=60, seats=2, now=NOW
    )
    return schedule.circles.earliest("day")


def test_a_group_whose_facilitator_closed_their_account_says_so_and_staff_are_told(
    group: Group, enter: Enter, asha: Any, ben: Any, mo: Any, olu: Any, browser_of: Any
) -> None:
    enter(asha)
    Group.objects.filter(pk=group.pk).update(door="invitation")

    _gone(mo)

    assert Group.objects.get().unheld_since
    assert "Nobody holds this group" in browser_of(asha).get(f"/support-groups/{group.pk}/").content.decode()
    assert [one.member for one in Notice.objects.filter(kind="circles.group_unheld")] == [olu]
    assert "Night owls" in browser_of(olu).get("/notices/").content.decode()
    assert browser_of(ben).get(f"/support-groups/{group.pk}/").status_code == 404
    assert browser_of(asha).post(f"/support-groups/{group.pk}/take-on/").status_code == 404


def test_whoever_takes_it_on_holds_it_on_the_record_and_a_second_is_too_late(
    group: Group, enter: Enter, asha: Any, mo: Any, olu: Any, browser_of: Any
) -> None:
    enter(asha)
    _gone(mo)
    page = f"/support-groups/{group.pk}/"
    browser = browser_of(olu)
    assert "Take it on" in browser.get(page).content.decode()

    browser.post(f"{page}take-on/")

    assert Membership.objects.get(member=olu).facilitates_since
    assert AuditEntry.objects.filter(act="circles.group_taken_on", actor_id=olu.pk).exists()
    assert "Nobody holds" not in browser_of(asha).get(page).content.decode()
    assert browser.get(f"{page}take-on/").status_code == 404
    with pytest.raises(actions.HeldAgain):
        actions.take_on(group, by=olu, now=LATER)
    with pytest.raises(PermissionDenied):
        actions.take_on(group, by=asha, now=LATER)


def test_while_nobody_holds_it_circles_are_called_off_and_no_place_is_given(
    group: Group, weekly: Circle, enter: Enter, asha: Any, ben: Any, mo: Any
) -> None:
    actions.sign_up(weekly, mine=enter(asha), now=NOW)
    Group.objects.filter(pk=group.pk).update(size=8, door="open")
    Membership.objects.filter(member=mo).update(facilitates_since=None)
    assert actions.watch_over_groups(now=NOW) == 1 and actions.watch_over_groups(now=NOW) == 0

    actions.ask_for_place(Group.objects.get(), member=ben, now=NOW)
    assert actions.remind(now=weekly.starts_at - timedelta(hours=20)) == 0

    assert Waiting.objects.get(member=ben).offered_until is None
    assert list(Circle.objects.filter(cancelled_at__isnull=False)) == [weekly]
    assert Notice.objects.get(kind="circles.cancelled").member == asha
    assert actions.plan_all(now=NOW + timedelta(weeks=2)) == 0


def test_whoever_is_about_to_go_is_asked_to_hand_over_first_and_holds_again_when_they_stay(
    group: Group, enter: Enter, asha: Any, mo: Any
) -> None:
    from people.before_going import duties_of

    enter(asha)
    assert ["Night owls" in duty.words for duty in duties_of(mo)] == [True] and not duties_of(asha)
    ask_to_close(mo, choice="erase", at_once=False, now=NOW)
    assert actions.watch_over_groups(now=NOW) == 1
    stay(mo)
    assert actions.watch_over_groups(now=NOW) == 0 and Group.objects.get().unheld_since is None

    actions.appoint_facilitator(group, member=asha, by=mo, now=NOW)

    assert not duties_of(mo)


def test_a_facilitator_who_is_closing_their_account_does_not_count_as_another(
    group: Group, enter: Enter, asha: Any, mo: Any
) -> None:
    mine = enter(asha)
    actions.appoint_facilitator(group, member=asha, by=mo, now=NOW)
    ask_to_close(mo, choice="erase", at_once=False, now=NOW)
    mine.refresh_from_db()

    with pytest.raises(actions.NobodyHolds):
        actions.leave_group(mine, now=NOW)


def test_a_seat_of_somebody_who_closed_their_account_goes_to_the_next_in_line(
    weekly: Circle, enter: Enter, asha: Any, ben: Any, chen: Any
) -> None:
    for minute, member in enumerate((asha, ben, chen)):
        actions.sign_up(weekly, mine=enter(member), now=NOW + timedelta(minutes=minute))
    Seat.objects.filter(member=asha).delete()

    assert actions.pass_seats_on_all(now=NOW) == 1 and actions.pass_seats_on_all(now=NOW) == 0

    assert Seat.objects.get(member=chen).confirmed_at == NOW


def test_those_inside_hear_that_a_group_has_closed_and_its_circles_are_gone(
    group: Group, weekly: Circle, enter: Enter, asha: Any, mo: Any, browser_of: Any
) -> None:
    actions.sign_up(weekly, mine=enter(asha), now=NOW)

    actions.close_group(Group.objects.get(), by=mo, now=NOW)

    assert "has closed" in browser_of(asha).get("/notices/").content.decode()
    assert not Circle.objects.exists() and actions.plan_all(now=NOW) == 0
    assert actions.remind(now=weekly.starts_at - timedelta(hours=20)) == 0


def test_who_came_and_what_nobody_answered_is_forgotten_when_its_period_is_over(
    group: Group, weekly: Circle, enter: Enter, asha: Any, ben: Any, settings: Any
) -> None:
    days = {
        "circle_seats": timedelta(days=10),
        "circles": timedelta(days=20),
        "places_asked": timedelta(days=10),
    }
    settings.RETENTION = {**settings.RETENTION, **days}
    actions.sign_up(weekly, mine=enter(asha), now=NOW)
    actions.ask_for_place(group, member=ben, now=weekly.ends_at)

    for after, seats, circles, asked in ((9, 1, True, 1), (11, 0, True, 0), (21, 0, False, 0)):
        now = weekly.ends_at + timedelta(days=after)
        actions.forget_old_circles(now=now)
        actions.forget_old_places(now=now)
        found = Seat.objects.count(), Circle.objects.filter(pk=weekly.pk).exists(), Waiting.objects.count()
        assert found == (seats, circles, asked)

    assert queries.get_standing(group.pk, viewer=asha).mine


def test_whoever_has_another_name_is_told_before_going_that_it_goes_in_the_same_minute(
    group: Group, enter: Enter, asha: Any, ben: Any, browser_of: Any
) -> None:
    from people.before_going import duties_of

    enter(asha, other_name=True)
    enter(ben)

    assert ["in the same minute" in duty.words for duty in duties_of(asha)] == [True]
    assert not duties_of(ben)
