"""The rows that come along with what is heard in a room: each reader's own view, drawn once for all who share it."""

import asyncio
import json
import threading

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import actions, queries, room_rows
from chat.events import MESSAGE_CAME, MESSAGE_CHANGED
from live import outbox, rows
from live.models import OutboxEvent
from live.tests.browser import elsewhere, house, settle
from live.topics import Listener
from people.actions import block, choose_topic
from people.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "Text me your phone number, and send me money please."
END = "proof.ended"


@pytest.fixture
def room(space, mo):
    opened = actions.open_room(f"space:{space.pk}", by=mo, now=timezone.now(), name="Kitchen table")
    settle()
    return opened


@pytest.fixture
def say_in(room):
    def send(author, body, **facts):
        standing = queries.get_standing(room.pk, viewer=author)
        return actions.send_message(standing, author=author, body=body, now=timezone.now(), **facts)

    return send


@pytest.fixture
def hear(room, browser_of):
    """Return a function that lets things happen while these people have the room open; it returns what each heard."""

    def hear_in_room(people, act):
        settle()
        sessions = [browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value for member in people]
        return asyncio.run(_hear(room, sessions, act))

    return hear_in_room


async def _hear(room, sessions, act):
    async with house() as home:
        streams = [await home.open(f"topics=room:{room.pk}", who=session) for session in sessions]
        await elsewhere(act)
        await elsewhere(_end, f"room:{room.pk}")
        for stream in streams:
            await stream.until(lambda stream=stream: END in stream.kinds)
        heard = [[(kind, json.loads(data)) for _, kind, data in stream.events] for stream in streams]
    return [[(kind, told) for kind, told in each if kind != END] for each in heard]


def test_who_missed_it_is_not_told_of_a_press_under_words_of_somebody_apart(
    room, say_in, hear, browser_of, asha, ben, chen, dana
):
    block(asha, blocker=dana)
    message = say_in(asha, "The kettle is on.")
    settle()  # the place of what other databases still hold back is nowhere
    place = outbox.newest()
    actions.toggle_support(message, member=ben, kind="hear", now=timezone.now())
    settle()

    assert _missed(f"room:{room.pk}", browser_of(chen), place) == [MESSAGE_CHANGED]
    assert _missed(f"room:{room.pk}", browser_of(dana), place) == []


def _missed(channel, browser, place):
    """Return the kinds of what this browser is told on a channel when it comes back from that place."""
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value

    async def come_back():
        async with house() as home:
            stream = await home.open(f"topics={channel}&after={place}", who=session)
            await elsewhere(_end, channel)
            await stream.until(lambda: END in stream.kinds)
        return [kind for kind in stream.kinds if kind and kind != END]

    return asyncio.run(come_back())


@pytest.mark.parametrize("is_apart_before", [True, False])
def test_in_a_group_nobody_apart_is_told_of_a_press_even_where_the_block_came_after_it(
    is_apart_before, asha, ben, chen, dana, browser_of
):
    now = timezone.now()
    group = actions.make_group(name="Early mornings", keeper=chen, now=now)
    for member in (asha, ben, dana):
        actions.come_in(group, member=member, now=now)
    message = actions.send_message(
        queries.get_standing(group.pk, viewer=asha), author=asha, body="The kettle is on.", now=now
    )
    steps = [
        lambda: block(asha, blocker=dana),
        lambda: actions.toggle_support(message, member=ben, kind="hear", now=timezone.now()),
    ]
    settle()  # the place of what other databases still hold back is nowhere
    place = outbox.newest()
    for step in steps if is_apart_before else reversed(steps):
        step()
    settle()

    for member in (asha, chen):
        assert MESSAGE_CHANGED in _missed(f"member:{member.pk}", browser_of(member), place)
    assert MESSAGE_CHANGED not in _missed(f"member:{dana.pk}", browser_of(dana), place)


def _end(channel):
    from live.actions import publish

    publish([channel], END, {})


def test_readers_get_the_row_its_author_a_pointer_and_who_is_apart_nothing(
    room, say_in, hear, asha, ben, chen, dana, mo
):
    block(asha, blocker=dana)

    heard = hear([asha, ben, chen, dana, mo], lambda: say_in(asha, "Good **evening**."))

    (author,), (reader,), (other,), apart, (moderator,) = heard
    assert author[0] == MESSAGE_CAME and "row" not in author[1]
    assert "Good <strong>evening</strong>." in reader[1]["row"] and reader[1]["language"] == "en"
    assert other == reader
    assert apart == []
    assert "/take-down/" in moderator[1]["row"] and "/take-down/" not in reader[1]["row"]
    assert "evening" not in json.dumps([event.data for event in OutboxEvent.objects.all()])


def test_a_row_is_what_the_page_would_fetch(room, say_in, hear, asha, ben, browser_of):
    first = say_in(ben, "Is anybody here?")

    _, ((_, told),) = hear([asha, ben], lambda: say_in(asha, "I am.", answers=first))

    fetched = browser_of(ben).get(
        f"/conversations/{room.pk}/messages/?after={first.pk}", headers={"HX-Request": "true"}
    )
    assert told["row"] == fetched.content.decode().strip()
    assert "Is anybody here?" in told["row"]


def test_covers_and_languages_are_each_readers_own(room, say_in, hear, asha, ben, chen, dana):
    topic = Topic.objects.get(slug="loss")
    choose_topic(ben, topic=topic, choice="open")
    type(dana.account).objects.filter(pk=dana.account_id).update(language="es")

    heard = hear([ben, chen, dana], lambda: say_in(asha, "She is gone.", notes=["loss"]))

    open_to, covered, spanish = [told["row"] for ((_, told),) in heard]
    assert 'class="cover"' not in open_to
    assert 'class="cover"' in covered and "This message talks about" in covered
    assert 'lang="es"' not in spanish and "Mostrar" in spanish


def test_a_message_let_go_reaches_the_open_pages_of_the_room(room, say_in, hear, asha, ben):
    held = say_in(asha, CONTACT)
    assert held.held_at

    _, ((kind, told),) = hear([asha, ben], lambda: actions.put_back([held.pk]))

    assert (kind, told["message"]) == (MESSAGE_CHANGED, held.pk)
    assert "phone number" in told["row"]


def test_what_its_author_does_to_a_held_message_nobody_else_hears(room, say_in, hear, asha, ben):
    held = say_in(asha, CONTACT)

    def change_and_take_back():
        actions.edit_message(held, by=asha, body=CONTACT + " Now.", now=timezone.now())
        actions.remove_message(held, by=asha, now=timezone.now())

    author, reader = hear([asha, ben], change_and_take_back)

    assert [kind for kind, _ in author] == [MESSAGE_CHANGED] * 2
    assert reader == []


def test_a_press_reaches_each_with_their_own_and_not_those_apart(room, say_in, hear, asha, ben, chen, dana):
    message = say_in(asha, "I slept.")
    actions.toggle_support(message, member=ben, kind="hear", now=timezone.now())
    block(asha, blocker=dana)

    def press():
        actions.toggle_support(message, member=chen, kind="me_too", now=timezone.now())

    heard = hear([ben, chen, dana], press)

    (_, pressed_before), (_, pressed_now) = heard[0][0], heard[1][0]
    assert pressed_before["row"].count('aria-pressed="true"') == 1
    assert pressed_now["row"].count('aria-pressed="true"') == 1
    assert pressed_before["row"] != pressed_now["row"]
    assert heard[2] == []


def test_somebody_who_was_blocked_a_moment_ago_is_told_nothing(room, say_in, asha, ben):
    listening = Listener(ben.pk, frozenset(), ben, language="en")
    message = say_in(asha, "Still here.")
    reader = room_rows.read_as(listening, room.pk)
    assert "Still here." in room_rows.draw({"message": message.pk}, [reader])[0]
    block(ben, blocker=asha)

    assert room_rows.draw({"message": message.pk}, [reader]) == [rows.UNHEARD]


def test_a_program_gets_no_words_and_hears_nothing_of_those_apart(room, say_in, asha, ben):
    message = say_in(asha, "Still here.")
    program = room_rows.read_as(Listener(ben.pk, frozenset(), ben), room.pk)

    assert room_rows.draw({"message": message.pk}, [program]) == [None]
    block(ben, blocker=asha)
    assert room_rows.draw({"message": message.pk}, [program]) == [rows.UNHEARD]


def test_drawing_asks_as_little_for_many_as_for_one(room, say_in, asha, ben, chen, lena):
    message = say_in(asha, "Good evening.")
    readers = [
        room_rows.read_as(Listener(m.pk, m.hidden_ids, m, language="en"), room.pk) for m in (ben, chen, lena)
    ]
    for each in readers:
        _ = each.member.topic_choices
    room_rows.draw({"message": message.pk}, readers)

    def count(number):
        with CaptureQueriesContext(connection) as asked:
            room_rows.draw({"message": message.pk}, readers * number)
        return len(asked)

    assert count(1) == count(50) <= 4


def _broken(data, readers):
    raise RuntimeError


def test_where_drawing_fails_pages_are_told_to_fetch(room, say_in, hear, asha, ben, monkeypatch, caplog):
    monkeypatch.setitem(rows._drawings, MESSAGE_CAME, _broken)

    (((_, told),),) = hear([ben], lambda: say_in(asha, "Good evening."))

    assert "row" not in told and told["message"]
    assert "could not be drawn" in caplog.text


@pytest.mark.parametrize("is_slow", [True, False])
def test_where_drawing_fails_or_takes_too_long_nobody_apart_hears_of_a_press(
    is_slow, room, say_in, hear, asha, ben, chen, dana, monkeypatch
):
    block(asha, blocker=dana)
    message = say_in(asha, "The kettle is on.")
    told, close = threading.Event(), rows.Drawer.close

    async def close_when_told(drawer):
        told.set()
        await close(drawer)

    monkeypatch.setattr(rows, "PATIENCE", 0.0)
    monkeypatch.setattr(rows.Drawer, "close", close_when_told)
    monkeypatch.setitem(
        rows._drawings, MESSAGE_CHANGED, lambda *asked: told.wait() if is_slow else _broken(*asked)
    )

    def press():
        actions.toggle_support(message, member=ben, kind="hear", now=timezone.now())

    ((_, pointer),), apart = hear([chen, dana], press)

    assert pointer == {"conversation": room.pk, "message": message.pk}
    assert apart == []
