"""Rooms: open to whoever may read the space, slow and quiet where asked for, looked after like a post."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import actions, hours, queries
from chat.models import Message, Room, Seat
from core.pace import CHANGES_AN_HOUR
from forum.actions import admit, ask_to_enter
from forum.models import Space, SpaceMembership
from live.models import OutboxEvent
from live.topics import Listener, channels_for
from notifications.models import Notice
from people.actions import block
from safety.models import AuditEntry, Case

HX = {"HX-Request": "true"}
CONTACT = "Text me your phone number, and send me money please."


@pytest.fixture
def room(space, mo):
    return actions.open_room(f"space:{space.pk}", by=mo, now=timezone.now(), name="Kitchen table")


@pytest.fixture
def say_in(room):
    def send(author, body, *, at=None, **facts):
        standing = queries.get_standing(room.pk, viewer=author)
        return actions.send_message(standing, author=author, body=body, now=at or timezone.now(), **facts)

    return send


def address(room, rest=""):
    return f"/conversations/{room.pk}/{rest}"


def test_whoever_may_read_the_space_comes_in_reads_and_writes(room, space, asha, ben, browser_of, stranger):
    one, other = browser_of(asha), browser_of(ben)
    assert "Kitchen table" in one.get(space.get_absolute_url()).content.decode()
    assert "Kitchen table" in one.get("/rooms/").content.decode()
    assert "Kitchen table" not in one.get("/conversations/").content.decode()
    one.post(address(room, "messages/"), {"body": "Good **evening**."})

    page = other.get(address(room)).content.decode()
    assert "Good <strong>evening</strong>." in page
    assert f'data-topics="room:{room.pk}"' in page
    assert "Kitchen table" in other.get("/conversations/").content.decode()
    assert not Notice.objects.exists()
    assert not queries.has_news(ben)
    other.post(f"/rooms/{room.pk}/leave/")
    assert "Kitchen table" not in other.get("/conversations/").content.decode()
    assert stranger.get(address(room)).status_code == 302


def test_nobody_else_finds_or_hears_it(room, space, say_in, asha, mo, browser_of):
    Space.objects.filter(pk=space.pk).update(access="request")
    space.refresh_from_db()
    for member in (asha, mo):
        ask_to_enter(space, member=member)
    admit(SpaceMembership.objects.get(member=asha), by=mo, now=timezone.now())
    message = say_in(asha, "Behind the door")
    browser = browser_of(mo)

    for path in (
        address(room),
        address(room, "messages/"),
        f"/messages/{message.pk}/",
        f"/rooms/{room.pk}/settings/",
    ):
        assert browser.get(path).status_code == 404, path
    assert "Kitchen table" not in browser.get("/rooms/").content.decode()
    heard = channels_for(Listener(mo.pk, frozenset(), mo), [f"room:{room.pk}"])
    assert f"room:{room.pk}" not in heard
    assert f"room:{room.pk}" in channels_for(Listener(asha.pk, frozenset(), asha), [f"room:{room.pk}"])


def test_one_event_a_message_for_the_whole_room(room, say_in, asha, ben, browser_of):
    for member in (asha, ben):
        browser_of(member).get(address(room))
    OutboxEvent.objects.all().delete()
    say_in(asha, "Hello all")
    browser_of(ben).get(address(room, "messages/?after=0"), headers=HX)

    event = OutboxEvent.objects.get()
    assert (event.channels.strip(), event.actor_id) == (f"room:{room.pk}", asha.pk)
    assert set(event.data) == {"conversation", "message", "quiet"}


def test_a_message_is_drawn_once_for_all_who_see_it_alike(room, say_in, asha, ben, chen, browser_of):
    message = say_in(asha, "Hello all")
    one, other = browser_of(ben), browser_of(chen)
    assert "Hello all" in one.get(address(room)).content.decode()
    Message.objects.filter(pk=message.pk).update(body="Changed behind everybody's back")

    assert "Hello all" in other.get(address(room)).content.decode()
    assert "Changed behind" in browser_of(asha).get(address(room)).content.decode()
    actions.take_down([message.pk], now=timezone.now())
    assert "Hello all" not in other.get(address(room)).content.decode()


def test_two_who_block_each_other_see_no_trace_in_a_room(room, say_in, asha, ben, chen, browser_of):
    block(chen, blocker=ben)
    theirs = say_in(chen, "From Chen")
    say_in(asha, "An answer", answers=theirs)

    page = browser_of(ben).get(address(room)).content.decode()
    assert "An answer" in page
    for trace in ("From Chen", ">Chen<", f"message-{theirs.pk}"):
        assert trace not in page
    rows = browser_of(ben).get(address(room, "messages/?after=0"), headers=HX).content.decode()
    assert "From Chen" not in rows
    assert browser_of(ben).get(f"/report/chat.message/{theirs.pk}/").status_code == 404


def test_slow_mode_lets_one_wait_and_keeps_the_words(room, say_in, asha, ben, mo, browser_of):
    Room.objects.update(slow_seconds=30)
    say_in(asha, "First")
    answer = browser_of(asha).post(address(room, "messages/"), {"body": "Second"}, headers=HX)

    assert answer.status_code == 409
    assert "seconds you can send it" in answer.content.decode()
    assert "Second" in browser_of(asha).post(address(room, "messages/"), {"body": "Second"}).content.decode()
    say_in(ben, "Others go on")
    say_in(asha, "Later", at=timezone.now() + timedelta(seconds=31))
    for number in range(2):
        say_in(mo, f"Those who look after it need not wait {number}")


def test_pause_lets_only_those_who_look_after_it_write(room, say_in, asha, mo, browser_of):
    browser_of(mo).post(f"/rooms/{room.pk}/pause/", {"pause": "yes"})
    page = browser_of(asha).get(address(room)).content.decode()

    assert "The room is quiet for a while." in page
    assert 'id="write"' not in page
    with pytest.raises(actions.RoomPaused):
        say_in(asha, "Still here")
    say_in(mo, "Let us breathe")
    browser_of(mo).post(f"/rooms/{room.pk}/pause/", {"pause": "no"})
    say_in(asha, "Thank you")
    acts = set(AuditEntry.objects.filter(act__startswith="chat.").values_list("act", flat=True))
    assert acts == {"chat.room_opened", "chat.room_paused", "chat.room_resumed"}


@pytest.mark.parametrize(
    ("now", "is_open", "opens"),
    [
        (datetime(2026, 3, 28, 16, 59, tzinfo=UTC), False, datetime(2026, 3, 28, 17, tzinfo=UTC)),
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), True, None),
        # The clocks go forward in the night: one hour later on this page is the same hour on the wall.
        (datetime(2026, 3, 29, 12, tzinfo=UTC), False, datetime(2026, 3, 29, 16, tzinfo=UTC)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), False, datetime(2026, 4, 4, 16, tzinfo=UTC)),
    ],
)
def test_a_room_opens_by_the_clock_on_its_wall(now, is_open, opens):
    """In Madrid, at weekends from 18:00 to 00:30."""
    room = Room(opens_at=time(18), closes_at=time(0, 30), days="56", time_zone="Europe/Madrid")

    assert hours.is_open(room, now=now) is is_open
    assert hours.opens_next(room, now=now) == opens


def turns_in(page):
    """Return after how many seconds the page looks again by itself."""
    return int(re.search(r'data-turns-in="(\d+)"', page)[1])


def test_a_page_knows_when_its_room_closes_and_a_room_without_hours_never_turns(room, asha, browser_of):
    assert "data-turns-in" not in browser_of(asha).get(address(room)).content.decode()
    local = timezone.localtime()
    Room.objects.update(
        opens_at=(local - timedelta(hours=2)).time(), closes_at=(local + timedelta(minutes=30)).time()
    )

    page = browser_of(asha).get(address(room)).content.decode()

    assert "Open until" in page
    assert 1700 < turns_in(page) <= 1800


def test_a_room_that_is_shut_says_when_it_opens(room, asha, browser_of):
    local = timezone.localtime()
    Room.objects.update(
        opens_at=(local + timedelta(hours=2)).time(), closes_at=(local + timedelta(hours=3)).time()
    )
    page = browser_of(asha).get(address(room)).content.decode()

    assert "The room opens:" in page
    assert 'data-at="day"' in page
    assert 7000 < turns_in(page) <= 7260
    answer = browser_of(asha).post(address(room, "messages/"), {"body": "Too early"})
    assert answer.status_code == 409
    assert "Too early" in answer.content.decode()


def test_worrying_words_in_a_room_become_a_case_and_stay_up(room, say_in, asha, ben, mo, browser_of):
    from safety.tests.test_screening import DANGER

    say_in(asha, DANGER[1])

    assert "You sound in a lot of pain." in browser_of(asha).get(address(room)).content.decode()
    case = Case.objects.get()
    assert (case.band, case.about, case.place) == (1, asha, room.place)
    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()
    assert "Asha" in page
    assert "Kitchen table" in page
    assert f'id="message-{Message.objects.get().pk}"' in browser_of(ben).get(address(room)).content.decode()


def test_what_has_to_wait_for_a_person_is_seen_by_its_author_alone(room, say_in, asha, ben, mo, browser_of):
    message = say_in(asha, CONTACT)
    assert message.held_at

    assert "Only you see this" in browser_of(asha).get(address(room)).content.decode()
    assert "phone number" not in browser_of(ben).get(address(room)).content.decode()
    assert browser_of(ben).get(f"/messages/{message.pk}/").status_code == 404
    assert not OutboxEvent.objects.filter(channels__contains="room:").exists()
    assert "phone number" in browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()
    actions.put_back([message.pk])
    assert f"message-{message.pk}" in browser_of(ben).get(address(room)).content.decode()


def test_held_words_changed_into_pain_are_up_at_once_and_changes_have_a_pace(
    room, say_in, asha, ben, mo, browser_of
):
    message, browser = say_in(asha, CONTACT), browser_of(asha)
    edit = f"/messages/{message.pk}/edit/"
    for number in range(CHANGES_AN_HOUR):
        assert browser.post(edit, {"body": f"Nougat {number}."}).status_code == 302
    assert f"message-{message.pk}" not in browser_of(ben).get(address(room)).content.decode()
    refused = browser.post(edit, {"body": "One nougat more."})
    assert refused.status_code == 429 and "One nougat more." in refused.content.decode()

    browser.post(edit, {"body": "I want to kill myself tonight."})

    assert "kill myself tonight" in browser_of(ben).get(address(room)).content.decode()
    assert "waits no longer" in browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()


def test_a_message_is_taken_down_with_a_reason_its_author_reads(room, say_in, asha, ben, mo, browser_of):
    message = say_in(asha, "Unkind words")
    take_down = f"/messages/{message.pk}/take-down/"
    assert browser_of(ben).get(take_down).status_code == 404
    assert browser_of(mo).post(take_down, {"concern": "hate"}).status_code == 422
    browser_of(mo).post(take_down, {"concern": "hate", "statement": "It hurts somebody."})

    page = browser_of(ben).get(address(room)).content.decode()
    assert "A moderator took this down." in page
    assert "Unkind words" not in page
    assert "/account/decisions/" in browser_of(asha).get("/account/decisions/").content.decode()
    assert Notice.objects.filter(member=asha, kind="safety.decision").exists()


def test_what_waited_and_is_taken_down_was_never_there_for_others(room, say_in, asha, ben, browser_of):
    held = say_in(asha, CONTACT)
    actions.take_down([held.pk], now=timezone.now())

    line = "A moderator took this down."
    assert line not in browser_of(ben).get(address(room)).content.decode()
    assert line in browser_of(asha).get(address(room)).content.decode()


def test_a_reader_reports_a_message_in_a_room(room, say_in, asha, ben, mo, browser_of):
    message = say_in(asha, "Unkind words")
    say_in(ben, "A neighbour")
    browser_of(ben).post(f"/report/chat.message/{message.pk}/", {"reason": "hate", "words": ""})

    page = browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()
    assert "Unkind words" in page
    assert "A neighbour" in page


def test_only_those_who_look_after_the_space_open_and_run_rooms(room, space, asha, mo, browser_of):
    new = f"/rooms/in/space-{space.pk}/"
    facts = {"name": "Porch", "slow_seconds": "10", "lifetime": "day", "days": ["5", "6"]}
    assert browser_of(asha).post(new, facts).status_code == 404
    for path in ("settings/", "pause/", "close/"):
        assert browser_of(asha).post(f"/rooms/{room.pk}/{path}").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.pause_room(room, by=asha, now=timezone.now())
    wrong = browser_of(mo).post(new, facts | {"opens_at": "18:00"})
    assert wrong.status_code == 422
    browser_of(mo).post(new, facts)

    made = Room.objects.get(name="Porch")
    assert (made.place, made.slow_seconds, made.days) == (room.place, 10, "56")
    browser_of(mo).post(f"/rooms/{made.pk}/close/")
    assert "Porch" not in browser_of(asha).get("/rooms/").content.decode()


def test_words_in_a_room_are_found_by_whoever_has_it_on_their_list_and_asks_for_rooms(
    room, say_in, asha, ben, chen, mo, browser_of
):
    message = say_in(asha, "The heron came back.")
    held = say_in(asha, f"Heron. {CONTACT}")
    browser_of(ben).get(address(room))
    found = "/conversations/search/?rooms=on&q=heron"
    link = f'href="/messages/{message.pk}/"'

    page = browser_of(ben).get(found).content.decode()
    assert link in page and "Kitchen table" in page
    assert f"/messages/{held.pk}/" not in page
    assert link not in browser_of(ben).get("/conversations/search/?q=heron").content.decode()
    assert link not in browser_of(chen).get(found).content.decode()  # never entered it
    block(asha, blocker=ben)
    assert link not in browser_of(ben).get(found).content.decode()


def test_messages_in_a_room_last_as_long_as_the_room_says(room, say_in, asha):
    say_in(asha, "Old", at=timezone.now() - timedelta(days=31))
    say_in(asha, "New")

    assert actions.forget_expired_messages(now=timezone.now()) == 1
    assert Message.objects.get().body == "New"


def test_what_one_wrote_in_a_room_goes_with_the_account(room, say_in, asha, ben):
    from people.actions import ask_to_close, carry_out
    from people.models import Closing

    say_in(asha, "From Asha")
    say_in(ben, "From Ben")
    ask_to_close(asha, choice="unlink", at_once=True, now=timezone.now())
    carry_out(Closing.objects.get().pk, now=timezone.now())

    assert [each.body for each in Message.objects.all()] == ["From Ben"]
    assert Room.objects.exists()
    assert not Seat.objects.filter(member__name="Asha").exists()


def test_reading_on_in_a_room_writes_nothing(room, say_in, asha, ben, browser_of):
    browser = browser_of(ben)
    first = say_in(asha, "Here I am.")
    browser.get(address(room))
    say_in(asha, "And it is **lighter** today.")
    browser.get(address(room, f"messages/?after={first.pk}"), headers=HX)

    with CaptureQueriesContext(connection) as asked:
        rows = browser.get(address(room, f"messages/?after={first.pk}"), headers=HX).content.decode()

    assert "<strong>lighter</strong>" in rows
    assert [query["sql"] for query in asked if not query["sql"].lstrip("(").startswith("SELECT")] == []
