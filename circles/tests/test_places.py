"""Places in a group: the door, the line, the two days, and that none is given twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from circles import actions, queries
from circles.models import Group, Membership, Waiting
from circles.tests.conftest import NOW
from notifications.models import Notice

HOURS = timedelta(hours=1)


def _admit(group, member, by, *, at=NOW):
    actions.ask_for_place(group, member=member, now=at)
    asked = Waiting.objects.get(group=group, member=member)
    actions.answer_asker(asked, by=by, admit=True, now=at)


def test_somebody_asks_is_let_in_reads_the_agreement_and_comes_in(group, asha, mo, browser_of):
    browser, holder = browser_of(asha), browser_of(mo)
    browser.post(f"/support-groups/{group.pk}/ask/", {"under": "own"})
    assert "You have asked" in browser.get(f"/support-groups/{group.pk}/").content.decode()
    holder.post(f"/support-groups/{group.pk}/members/", {"admit": Waiting.objects.get().pk})

    assert "is kept for you" in browser.get("/notices/").content.decode()
    refused = browser.post(f"/support-groups/{group.pk}/come-in/", {"under": "own"})
    browser.post(f"/support-groups/{group.pk}/come-in/", {"under": "own", "agree": "on"})

    assert refused.status_code == 422
    assert Membership.objects.get(member=asha).name == ""
    assert browser.get(group.space.get_absolute_url()).status_code == 200


def test_a_place_nobody_took_in_two_days_goes_to_the_next_in_line(group, asha, ben, chen, mo):
    for minute, member in enumerate((asha, ben, chen)):
        _admit(group, member, mo, at=NOW + timedelta(minutes=minute))

    def kept_for(at):
        actions.pass_on_all(now=at)
        return [one.member for one in Waiting.objects.filter(offered_until__gt=at)]

    assert kept_for(NOW + 47 * HOURS) == [asha]
    assert kept_for(NOW + 48 * HOURS) == [ben]

    assert list(Notice.objects.filter(kind="circles.place_offered").values_list("member_id", flat=True)) == [
        asha.pk,
        ben.pk,
    ]
    with pytest.raises(actions.PlaceGone):
        actions.take_place(group, member=asha, under_other_name=False, now=NOW + 48 * HOURS)


def test_whoever_let_a_place_run_out_reads_so_and_is_in_line_again_when_they_ask(
    group, enter, asha, ben, chen, mo, browser_of
):
    """Nobody has to answer them a second time, and those who waited meanwhile come first."""
    late = timezone.now() - 49 * HOURS
    for minute, member in enumerate((asha, ben, chen)):
        _admit(group, member, mo, at=late + timedelta(minutes=minute))
    browser, page = browser_of(asha), f"/support-groups/{group.pk}/"
    for read in (page, "/support-groups/", "/notices/"):
        said = browser.get(read).content.decode()
        assert "was kept for you" in said and "You are in line" not in said
    actions.pass_on_all(now=timezone.now())
    assert browser.get(f"{page}come-in/").status_code == 302

    browser.post(f"{page}ask/", {"under": "own"})

    line = Waiting.objects.filter(group=group).in_line()
    assert [one.member for one in line] == [chen, asha]
    assert queries.get_standing(group.pk, viewer=ben).state(timezone.now()) == "offered"
    Group.objects.filter(pk=group.pk).update(door="invitation")
    actions.pass_on_all(now=timezone.now() + 49 * HOURS)
    actions.invite(group, member=ben, by=mo, now=timezone.now() + 49 * HOURS)
    assert [one.member for one in line.all()] == [asha, ben]


def test_whoever_leaves_makes_room_for_the_next_at_once(group, enter, asha, ben, mo):
    mine = enter(asha)
    _admit(group, ben, mo)

    actions.leave_group(mine, now=NOW + HOURS)

    assert Waiting.objects.get(member=ben).offered_until == NOW + 49 * HOURS
    assert queries.places_taken(group, now=NOW + HOURS) == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_are_late_at_once_never_get_one_place_twice(group, asha, ben, chen, mo):
    for member in (asha, ben, chen):
        Waiting.objects.create(group=group, member=member, asked_at=NOW, admitted_at=NOW)
    together = threading.Barrier(3)

    def pass_on():
        together.wait()
        actions.pass_on_all(now=NOW)
        connection.close()

    threads = [threading.Thread(target=pass_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Waiting.objects.filter(offered_until__isnull=False).count() == 1


def test_the_last_who_holds_a_group_cannot_just_go(group, enter, asha, mo):
    enter(asha)
    mine = Membership.objects.get(member=mo)
    with pytest.raises(actions.NobodyHolds):
        actions.leave_group(mine, now=NOW)

    actions.appoint_facilitator(group, member=asha, by=mo, now=NOW)
    actions.leave_group(mine, now=NOW)

    assert not Membership.objects.filter(member=mo).exists()


def test_a_changed_agreement_is_asked_again(group, enter, asha, mo, browser_of):
    enter(asha)
    said = {
        name: getattr(group, name) for name in ("name", "purpose", "for_whom", "door", "size", "time_zone")
    }
    actions.describe_group(group, by=mo, now=NOW, agreement="We say I. What is said stays here.", **said)
    browser = browser_of(asha)
    assert "has changed" in browser.get(f"/support-groups/{group.pk}/").content.decode()

    browser.post(f"/support-groups/{group.pk}/agree/")

    assert "has changed" not in browser.get(f"/support-groups/{group.pk}/").content.decode()


def test_a_closed_group_is_gone_with_its_space(group, enter, asha, mo, browser_of):
    enter(asha)
    actions.close_group(Group.objects.get(), by=mo, now=NOW)

    browser = browser_of(asha)
    assert browser.get(f"/support-groups/{group.pk}/").status_code == 404
    assert browser.get(group.space.get_absolute_url()).status_code == 404


def _say(group, by, *, at, **changes):
    """Change some of what the group says of itself, as its page does."""
    names = ("name", "purpose", "for_whom", "agreement", "door", "size", "time_zone")
    actions.describe_group(group, by=by, now=at, **{name: getattr(group, name) for name in names} | changes)


def test_when_the_door_opens_whoever_asked_before_is_offered_a_place_and_the_rest_are_in_line(
    group, asha, ben, chen, mo
):
    for minute, member in enumerate((ben, asha, chen)):
        actions.ask_for_place(group, member=member, now=NOW + timedelta(minutes=minute))

    _say(group, mo, at=NOW + HOURS, door="open", size=3)

    states = {one: queries.get_standing(group.pk, viewer=one).state(NOW) for one in (ben, asha, chen)}
    assert states == {ben: "offered", asha: "offered", chen: "waiting"}
    told = Notice.objects.filter(kind="circles.place_offered").values_list("member_id", flat=True)
    assert set(told) == {ben.pk, asha.pk}


def test_a_group_that_grows_offers_the_new_places_at_once_and_asks_nobody_twice(group, asha, ben, mo):
    _admit(group, asha, mo)
    _admit(group, ben, mo)
    assert queries.get_standing(group.pk, viewer=ben).state(NOW) == "waiting"

    _say(group, mo, at=NOW + HOURS, size=3)

    assert queries.get_standing(group.pk, viewer=ben).state(NOW) == "offered"
    assert Waiting.objects.get(member=asha).offered_until == NOW + 48 * HOURS
