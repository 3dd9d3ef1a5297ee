"""Hours that stay right: three places, both changes of the clock, on pages, in reminders and in calendar files."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from circles import actions, queries
from circles.calendars import file_of_circles, file_of_schedule
from circles.clock import days_of, moment_of
from circles.models import Circle, Schedule, Seat
from circles.notifications import describe_reminders
from circles.tests.conftest import NOW
from notifications.models import Notice

MADRID = "Europe/Madrid"


@pytest.fixture
def plan(group, mo):
    """Return a function that has the group meet on Tuesdays at seven in Madrid, from 3 March 2026 on."""

    def make(*, first=date(2026, 3, 3), rhythm="weekly", seats=8, now=NOW):
        return actions.plan_circles(
            group, by=mo, rhythm=rhythm, first_date=first, at=time(19), minutes=60, seats=seats, now=now
        )

    return make


def _told(group, member, zone, now):
    member.time_zone = zone
    return [(each.words, each.change) for each in queries.list_meets(group, viewer=member, now=now)]


def test_a_weekly_circle_keeps_the_hour_of_its_place_through_a_whole_year():
    """Seven in Madrid is six in the morning or five in the evening elsewhere, and whose clock changes first decides."""
    days = list(days_of("weekly", date(2026, 3, 3), until=date(2027, 3, 2)))
    moments = [moment_of(day, time(19), MADRID) for day in days]

    assert len(days) == 53
    assert {f"{each.astimezone(ZoneInfo(MADRID)):%a %H:%M}" for each in moments} == {"Tue 19:00"}
    in_new_york = {
        day: f"{each.astimezone(ZoneInfo('America/New_York')):%H:%M}"
        for day, each in zip(days, moments, strict=True)
    }
    assert in_new_york[date(2026, 3, 3)] == "13:00"
    assert in_new_york[date(2026, 3, 10)] == "14:00"  # their clocks changed on the 8th
    assert in_new_york[date(2026, 3, 31)] == "13:00"  # ours on the 29th
    assert in_new_york[date(2026, 10, 27)] == "14:00"  # ours on the 25th, theirs on 1 November
    assert in_new_york[date(2026, 11, 3)] == "13:00"
    in_kolkata = [f"{each.astimezone(ZoneInfo('Asia/Kolkata')):%H:%M}" for each in moments]
    assert (in_kolkata[0], in_kolkata[4], in_kolkata[-1]) == ("23:30", "22:30", "23:30")


def test_an_hour_that_the_clock_jumps_over_comes_as_much_later():
    assert moment_of(date(2026, 3, 29), time(2, 30), MADRID) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment_of(date(2026, 10, 25), time(2, 30), MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_monthly_keeps_to_its_weekday_and_the_fifth_is_the_last():
    second = list(days_of("monthly", date(2026, 3, 10), until=date(2026, 6, 30)))
    last = list(days_of("monthly", date(2026, 3, 31), until=date(2026, 6, 30)))

    assert second == [date(2026, 3, 10), date(2026, 4, 14), date(2026, 5, 12), date(2026, 6, 9)]
    assert last == [date(2026, 3, 31), date(2026, 4, 28), date(2026, 5, 26), date(2026, 6, 30)]


def test_each_reads_it_in_their_own_time_and_is_told_when_clocks_change(plan, group, asha):
    plan()

    assert _told(group, asha, MADRID, NOW) == [
        ("Every Tuesday at 19:00 your time; the group's clock is Madrid.", "")
    ]
    assert _told(group, asha, "America/New_York", NOW) == [
        (
            "Every Tuesday at 13:00 your time; the group's clock is Madrid.",
            "The clocks change: from 10 March 2026 on it is Tuesday at 14:00 your time.",
        )
    ]
    assert _told(group, asha, "Australia/Sydney", NOW)[0] == (
        "Every Wednesday at 05:00 your time; the group's clock is Madrid.",
        "The clocks change: from 1 April 2026 on it is Wednesday at 04:00 your time.",
    )


@pytest.mark.parametrize("zone", [MADRID, "America/New_York", "Asia/Kolkata"])
def test_page_reminder_and_calendar_agree_on_both_sides_of_both_changes(plan, group, enter, asha, zone):
    schedule, mine = plan(), enter(asha)
    asha.time_zone = zone
    for day in (date(2026, 3, 24), date(2026, 3, 31), date(2026, 10, 20), date(2026, 10, 27)):
        eve = datetime.combine(day - timedelta(days=2), time(12), UTC)
        actions.plan_all(now=eve)
        circle = Circle.objects.get(schedule=schedule, day=day)
        actions.sign_up(circle, mine=mine, now=NOW)
        assert actions.remind(now=circle.starts_at - timedelta(hours=23)) == 1

        right = f"{datetime.combine(day, time(19), ZoneInfo(MADRID)).astimezone(ZoneInfo(zone)):%H:%M}"
        assert queries.get_circle(circle.pk, viewer=asha).when.endswith(f"at {right}")
        assert f" at {right} your time; the group's clock is Madrid." in _told(group, asha, zone, eve)[0][0]
        notice = Notice.objects.get(kind="circles.reminder", subject_id=circle.pk)
        line = describe_reminders([notice], asha, now=circle.starts_at - timedelta(hours=23))[notice.pk]
        assert f"at {right}" in line.text
        event = icalendar.Calendar.from_ical(file_of_circles([circle])).walk("VEVENT")[0]
        assert f"{event['dtstart'].dt.astimezone(ZoneInfo(zone)):%H:%M}" == right


def test_two_parsers_read_a_year_of_it_as_we_do(plan):
    schedule = plan()
    off = Circle.objects.get(schedule=schedule, day=date(2026, 4, 7))
    content = file_of_schedule(schedule, cancelled=[off], now=NOW)
    days = [day for day in days_of("weekly", date(2026, 3, 3), until=date(2027, 3, 2)) if day != off.day]
    right = [datetime.combine(day, time(19), ZoneInfo(MADRID)).astimezone(UTC) for day in days]

    one = [event["dtstart"].dt for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    other = [event.dtstart.value.astimezone(UTC) for event in vobject.readOne(content.decode()).vevent_list]

    assert len(right) == 52
    assert one == other == right
    assert Circle.objects.filter(uid=schedule.uid_on(days[0]), day=days[0]).exists()


def test_a_calendar_says_nothing_of_what_it_is_for(plan, group, enter, asha, browser_of):
    schedule, mine = plan(), enter(asha)
    circle = Circle.objects.filter(schedule=schedule).earliest("day")
    actions.sign_up(circle, mine=mine, now=NOW)
    secret = actions.make_feed(asha, now=NOW)
    feed = file_of_circles(queries.circles_in_feed(secret, now=NOW)).decode()

    for content in (feed, file_of_schedule(schedule, cancelled=[], now=NOW).decode()):
        assert "SUMMARY:Meeting" in content
        for word in ("Night", "owls", "awake", "Asha", "hearth", "circle", "group", "http", "@"):
            assert word.lower() not in content.lower()


def test_a_calendar_address_is_shown_once_read_without_signing_in_and_can_be_taken_back(
    asha, stranger, browser_of
):
    browser = browser_of(asha)
    page = browser.post("/circles/calendar/", {"make": "yes"}).content.decode()
    address = page.split("testserver")[1].split('"')[0]
    assert address.startswith("/calendar/") and address.endswith(".ics")
    assert address not in browser.get("/circles/calendar/").content.decode()

    answer = stranger.get(address)
    assert answer["Content-Type"].startswith("text/calendar") and not answer.cookies
    assert icalendar.Calendar.from_ical(answer.content)["version"] == "2.0"
    browser.post("/circles/calendar/", {"revoke": "yes"})

    assert stranger.get(address).status_code == 404


def test_seats_end_the_next_in_line_moves_up_and_is_told(plan, enter, asha, ben, chen, mo):
    circle = Circle.objects.filter(schedule=plan(seats=2)).earliest("day")
    places = [enter(each) for each in (asha, ben, chen)]
    seats = [
        actions.sign_up(circle, mine=each, now=NOW + timedelta(minutes=at)) for at, each in enumerate(places)
    ]
    assert [bool(each.confirmed_at) for each in seats] == [True, True, False]

    actions.sign_off(circle, mine=places[0], now=NOW)

    assert Seat.objects.get(member=chen).confirmed_at == NOW
    assert Notice.objects.get(kind="circles.seat_free").member == chen


def test_whoever_leaves_the_group_leaves_its_circles(plan, enter, asha, ben):
    circle = Circle.objects.filter(schedule=plan(seats=2)).earliest("day")
    places = [enter(each) for each in (asha, ben)]
    for each in places:
        actions.sign_up(circle, mine=each, now=NOW)

    actions.leave_group(places[0], now=NOW)

    assert [seat.member for seat in Seat.objects.all()] == [ben]


def test_circles_are_planned_ahead_once_and_an_end_cancels_them_and_tells(plan, group, enter, asha, ben, mo):
    schedule, mine = plan(), enter(asha)
    planned = Circle.objects.count()
    assert planned == 10 and actions.plan_all(now=NOW) == 0
    assert actions.plan_all(now=NOW + timedelta(weeks=1)) == 1
    actions.sign_up(Circle.objects.earliest("day"), mine=mine, now=NOW)
    with pytest.raises(PermissionDenied):
        actions.end_schedule(schedule, by=asha, now=NOW)

    actions.end_schedule(schedule, by=mo, now=NOW)

    assert queries.list_coming(asha, now=NOW) == []
    assert Notice.objects.get(kind="circles.cancelled").member == asha
    assert actions.plan_all(now=NOW + timedelta(weeks=3)) == 0


def test_a_reminder_comes_a_day_before_and_again_just_before_and_no_more(plan, enter, asha):
    circle = Circle.objects.filter(schedule=plan()).earliest("day")
    actions.sign_up(circle, mine=enter(asha), now=NOW)
    times = [
        timedelta(hours=30),
        timedelta(hours=24),
        timedelta(hours=20),
        timedelta(minutes=15),
        timedelta(minutes=5),
    ]

    assert [actions.remind(now=circle.starts_at - before) for before in times] == [0, 1, 0, 1, 0]


def test_a_circle_is_there_for_those_in_its_group_alone(plan, enter, asha, ben, browser_of):
    schedule = plan(first=date(2099, 3, 3), rhythm="once")
    actions.plan_all(now=datetime(2099, 3, 1, tzinfo=UTC))
    circle = Circle.objects.get(schedule=schedule)
    enter(asha)

    for address in (
        f"/circles/{circle.pk}/",
        f"/circles/{circle.pk}/calendar.ics",
        f"/schedules/{schedule.pk}/calendar.ics",
    ):
        assert browser_of(asha).get(address).status_code == 200
        assert browser_of(ben).get(address).status_code == 404
    assert Schedule.objects.count() == 1


def test_one_circle_called_off_is_off_on_the_page_in_reminders_and_calendars_and_the_others_stay(
    plan, group, enter, asha, mo, browser_of
):
    """An exception in the series, in the week in which the clock changes."""
    schedule, mine = plan(), enter(asha)
    off, next_one = (Circle.objects.get(schedule=schedule, day=date(2026, 3, day)) for day in (24, 31))
    for circle in (off, next_one):
        actions.sign_up(circle, mine=mine, now=NOW)
    with pytest.raises(PermissionDenied):
        actions.cancel_circle(off, by=asha, now=NOW)

    actions.cancel_circle(off, by=mo, now=NOW)

    assert "was called off" in browser_of(asha).get(f"/circles/{off.pk}/").content.decode()
    coming = [standing.circle for standing in queries.list_coming(asha, now=NOW)]
    assert off not in coming and next_one in coming
    assert Notice.objects.get(kind="circles.cancelled").subject_id == off.pk
    assert actions.remind(now=off.starts_at - timedelta(hours=23)) == 0
    assert actions.remind(now=next_one.starts_at - timedelta(hours=23)) == 1
    feed = icalendar.Calendar.from_ical(
        file_of_circles(queries.circles_in_feed(actions.make_feed(asha, now=NOW), now=NOW))
    )
    assert [event.get("status") for event in feed.walk("VEVENT")] == ["CANCELLED", None]
    year = file_of_schedule(schedule, cancelled=queries.list_cancelled(schedule), now=NOW)
    days = {event["dtstart"].dt.date() for event in icalendar.Calendar.from_ical(year).walk("VEVENT")}
    assert off.day not in days and next_one.day in days
    assert actions.plan_all(now=NOW) == 0, "what was called off is not planned again"
    with pytest.raises(actions.CircleOver):
        actions.sign_up(off, mine=mine, now=NOW)


@pytest.mark.parametrize(("seats", "fits"), [("1", False), ("12", True), ("13", False)])
def test_a_circle_is_for_two_to_twelve(group, mo, browser_of, seats, fits):
    page = f"/support-groups/{group.pk}/plan/"
    first = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"
    sent = {"rhythm": "once", "first_date": first, "at": "19:00", "minutes": "60", "seats": seats}

    answer = browser_of(mo).post(page, sent)

    assert answer.status_code == (302 if fits else 422) and Schedule.objects.exists() == fits
    assert 'name="seats" value="8"' in browser_of(mo).get(page).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.filter(pk=_any_schedule(group, mo).pk).update(seats=13)


def _any_schedule(group, mo):
    return actions.plan_circles(
        group, by=mo, rhythm="once", first_date=date(2026, 3, 3), at=time(19), minutes=60, seats=8, now=NOW
    )


def test_a_group_is_for_eight_unless_somebody_says_otherwise(olu, browser_of):
    page = browser_of(olu).get("/support-groups/new/").content.decode()

    assert 'name="size" value="8"' in page
