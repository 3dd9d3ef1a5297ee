"""A circle while it is held: who comes in, whose turn it is, and what becomes of it afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chat import actions as chat
from chat import room_rows
from chat.models import Message, Room
from circles import actions, queries
from circles.models import CircleRecord, Group, Membership, Presence, Turn, Worry
from circles.tests.held import Held
from live.models import OutboxEvent
from live.topics import Listener, channels_for
from people.actions import block
from safety.actions import raise_late_follow_ups
from safety.models import Case

Enter = Callable[..., Membership]


def test_the_turn_goes_around_once_and_comes_back_later_to_whoever_asked(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any
) -> None:
    enter(asha)
    enter(ben)
    held.come(asha, ben)
    held.round(mo)

    heard = []
    for how in ("spoke", "later", "pass", "spoke"):
        heard.append(held.speaker)
        held.turn(held.speaker, how)

    assert heard == [mo, asha, ben, asha]
    assert held.speaker is None
    assert [held.here(one).turn for one in (mo, asha, ben)] == [Turn.DONE, Turn.DONE, Turn.PASSED]


def test_two_who_press_at_once_take_one_step_and_an_old_page_changes_nothing(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any
) -> None:
    enter(asha)
    enter(ben)
    held.come(asha, ben)
    actions.ask_to_hold_too(held.meeting, presence=held.here(ben), by=held.here(mo), now=held.now)
    seen = held.meeting.version
    held.round(mo)
    for by in (mo, ben):
        actions.move_word_on(
            held.meeting, from_=held.here(mo), by=held.here(by), how="spoke", now=held.tick()
        )

    assert held.speaker == asha
    with pytest.raises(actions.MeetingMoved):
        actions.begin_talk(held.meeting, by=held.here(ben), version=seen)
    with pytest.raises(PermissionDenied):
        actions.pause_meeting(held.meeting, by=held.here(asha), is_paused=True, now=held.now)


def test_hands_are_in_the_order_of_who_has_spoken_least(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any
) -> None:
    for member in (asha, ben):
        enter(member)
    held.come(asha, ben)
    held.say(asha, "One.")
    for member in (asha, ben):
        actions.raise_hand(held.meeting, presence=held.here(member), is_up=True, now=held.tick())

    sitting = queries.get_sitting(held.circle.pk, viewer=mo)

    assert [each.voice.member_id for each in sitting.hands] == [ben.pk, asha.pk]


def test_in_a_turn_in_silence_and_in_a_pause_words_wait_and_are_not_lost(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    for member in (asha, ben):
        enter(member)
    held.come(asha, ben)
    browser, room = browser_of(asha), f"/conversations/{held.meeting.room_id}/"
    held.round(mo)
    refused = browser.post(f"{room}messages/", {"body": "Wait for me, pelican."})
    assert refused.status_code == 409 and "pelican" in refused.content.decode()
    held.turn(mo)
    held.say(asha, "It is my turn.")
    held.say(mo, "Whoever holds it can always speak.")

    actions.begin_talk(held.meeting, by=held.here(mo), version=held.meeting.version)
    actions.hold_silence(held.meeting, by=held.here(mo), minutes=1, now=timezone.now())
    with pytest.raises(chat.NotNow):
        held.say(ben, "Too soon.")
    actions.hold_silence(held.meeting, by=held.here(mo), minutes=0, now=timezone.now())
    actions.pause_meeting(held.meeting, by=held.here(mo), is_paused=True, now=timezone.now())
    with pytest.raises(chat.NotNow):
        held.say(ben, "Too soon.")
    actions.pause_meeting(held.meeting, by=held.here(mo), is_paused=False, now=timezone.now())
    held.say(ben, "Now.")


def test_nobody_without_a_seat_learns_that_it_is_on(
    held: Held, enter: Enter, asha: Any, ben: Any, chen: Any, browser_of: Any
) -> None:
    enter(asha)
    enter(ben)
    held.come(asha)
    message = held.say(asha, "Among us.")
    pages = ["room/", "panel/", "help/", "leave/", "check-out/", "prepare/", "record/", "close/"]

    for outsider in (ben, chen):
        browser = browser_of(outsider)
        for page in pages:
            assert browser.get(f"/circles/{held.circle.pk}/{page}").status_code == 404, page
        for page in (f"/conversations/{held.meeting.room_id}/", f"/messages/{message.pk}/"):
            assert browser.get(page).status_code == 404
        topics = [f"circle:{held.circle.pk}", f"room:{held.meeting.room_id}"]
        assert not channels_for(Listener(outsider.pk, frozenset(), outsider), topics) & set(topics)
    assert "open" not in browser_of(ben).get(f"/circles/{held.circle.pk}/").content.decode().split("<main")[1]


def test_names_of_the_group_hold_in_what_is_said_and_in_every_trace_of_it(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    name = enter(asha, other_name=True).name
    enter(ben)
    block(asha, blocker=ben)  # who goes missing would tell Ben whose name it is
    held.come(asha, ben)
    said = held.say(asha, "Awake again.")
    chat.toggle_support(said, member=ben, kind="hear", now=held.now)
    theirs = held.say(ben, "Me too.")
    chat.toggle_support(theirs, member=asha, kind="hear", now=held.now)
    room = f"/conversations/{held.meeting.room_id}/"

    pages = [
        browser_of(ben).get(page).content.decode()
        for page in (room, f"/circles/{held.circle.pk}/panel/", f"/api/v1{room}messages")
    ]
    assert all("Asha" not in page for page in pages)
    assert name in pages[0] and name in pages[2] and "Awake again." in pages[0]
    told = OutboxEvent.objects.exclude(channels__contains=" member:")
    assert not told.filter(actor_id=asha.pk).exists()
    listener = Listener(ben.pk, frozenset([asha.pk]), ben, language="en")
    [row] = room_rows.draw({"message": said.pk}, [room_rows.read_as(listener, held.meeting.room_id)])
    assert row and name in row and "Asha" not in row
    actions.leave_group(held.place(asha), now=held.tick())
    assert name in browser_of(ben).get(room).content.decode()


def test_whoever_is_removed_reads_a_kind_sentence_and_does_not_come_back(
    held: Held, enter: Enter, asha: Any, mo: Any, browser_of: Any
) -> None:
    enter(asha)
    held.come(asha)
    held.round(mo)
    held.turn(mo)
    assert held.speaker == asha
    browser = browser_of(asha)
    held_by_mo = browser_of(mo)
    held_by_mo.post(f"/circles/{held.circle.pk}/remove/{held.here(asha).pk}/")

    assert held.speaker is None
    assert browser.get(f"/conversations/{held.meeting.room_id}/").status_code == 404
    door = browser.get(f"/circles/{held.circle.pk}/room/").content.decode()
    assert "You need not be alone with it." in door
    with pytest.raises(actions.CannotCome):
        actions.arrive(held.meeting, mine=held.place(asha), now=held.now)
    assert not held.here(asha).is_there
    assert browser.get(f"/calls/circle/{held.circle.pk}/").status_code == 404


def test_a_locked_circle_takes_nobody_new_and_the_word_passes_from_whoever_leaves(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any
) -> None:
    enter(asha)
    enter(ben)
    held.come(asha)
    actions.lock_meeting(held.meeting, by=held.here(mo), is_locked=True, now=held.now)
    with pytest.raises(actions.CannotCome):
        held.come(ben)
    held.round(mo)
    held.turn(mo)
    actions.leave_circle(
        held.meeting, mine=held.place(asha), presence=held.here(asha), how="well", now=held.now
    )

    assert held.speaker is None and not Worry.objects.exists()


def test_help_is_seen_by_those_who_hold_it_alone_and_a_side_room_is_for_two(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any, browser_of: Any
) -> None:
    enter(asha)
    enter(ben)
    held.come(asha, ben)
    browser_of(asha).post(f"/circles/{held.circle.pk}/help/", {"words": "My heart, a heron."})
    panel = f"/circles/{held.circle.pk}/panel/"
    hx = {"HTTP_HX_REQUEST": "true"}
    assert "heron" in browser_of(mo).get(panel, **hx).content.decode()
    assert "heron" not in browser_of(ben).get(panel, **hx).content.decode()

    assert (
        browser_of(mo).post(f"/circles/{held.circle.pk}/help/", {}).url == "/help-now/"
    )  # nobody else holds it
    deed = f"beside:{held.here(asha).pk}:{held.here(mo).pk}"
    browser_of(mo).post(f"/circles/{held.circle.pk}/hold/", {"deed": deed})
    room = Room.objects.get(place__startswith="side_room:")
    assert "heron" not in browser_of(mo).get(panel, **hx).content.decode()
    assert browser_of(asha).get(room.get_absolute_url()).status_code == 200
    assert browser_of(ben).get(room.get_absolute_url()).status_code == 404
    browser_of(asha).post(f"/circles/{held.circle.pk}/turn/", {"deed": "back"})
    assert not Room.objects.filter(pk=room.pk).exists()


def test_whoever_leaves_in_distress_is_asked_after_by_a_named_person_and_it_does_not_run_out(
    held: Held, enter: Enter, asha: Any, mo: Any, browser_of: Any
) -> None:
    name = enter(asha, other_name=True).name
    held.come(asha)
    browser = browser_of(asha)
    browser.post(f"/circles/{held.circle.pk}/leave/", {"how": "heavy"})

    case = Case.objects.get()
    assert (case.source, case.offered_to, case.is_anonymous) == ("follow_up", mo, True)
    assert raise_late_follow_ups(now=case.due_at + timedelta(minutes=1)) == 1
    desk = browser_of(mo)
    desk.post(f"/desk/{case.pk}/claim/", {"version": Case.objects.get().version})
    page = desk.get(f"/desk/{case.pk}/").content.decode()
    assert name in page and "Asha" not in page
    worry = Worry.objects.get()
    actions.answer_worry(worry, words="How are you, by the river?", now=held.now)
    assert "by the river" in browser.get(f"/circles/asked-after/{worry.pk}/").content.decode()
    assert "to hear how you are" in browser.get("/notices/").content.decode()
    assert desk.get(f"/circles/asked-after/{worry.pk}/").status_code == 404


def test_a_record_holds_numbers_and_closing_it_deletes_what_is_about_people(
    held: Held, enter: Enter, asha: Any, ben: Any, mo: Any
) -> None:
    enter(asha)
    enter(ben)
    held.come(asha, word="tired", number=2)
    held.come(ben, mo, number=4)
    actions.check_out(held.meeting, presence=held.here(asha), now=held.now, number=5)
    record = held.close(mo)
    assert (record.attendance, record.moods_in, record.moods_out) == (3, [0, 1, 0, 2, 0], [])

    actions.close_record(record, words="A calm one.", by=mo, now=held.now)
    assert not Presence.objects.exists()
    actions.tidy_meetings(now=held.now + timedelta(days=1, minutes=1))
    assert not Room.objects.filter(place__startswith="circle:").exists() and not Message.objects.exists()
    assert CircleRecord.objects.get().words == "A calm one."


def test_a_circle_that_was_closed_before_its_time_is_over_on_every_page(
    held: Held, enter: Enter, asha: Any, mo: Any, browser_of: Any
) -> None:
    enter(asha)
    held.come(asha)
    browser = browser_of(asha)
    pages = (f"/support-groups/{held.group.pk}/", f"/circles/{held.circle.pk}/", "/circles/")
    assert all("To the room of the circle" in browser.get(page).content.decode() for page in pages)

    held.close(mo)

    assert all("To the room of the circle" not in browser.get(page).content.decode() for page in pages)
    assert "This circle is over." in browser.get(pages[1]).content.decode()


def test_a_circle_nobody_closes_and_a_record_nobody_writes_close_by_themselves(
    held: Held, enter: Enter, asha: Any
) -> None:
    enter(asha)
    held.come(asha)
    late = held.circle.ends_at + timedelta(hours=2, minutes=1)
    actions.tidy_meetings(now=late)
    assert held.meeting.closed_at and Presence.objects.exists()
    actions.tidy_meetings(now=late + timedelta(hours=12))

    assert not Presence.objects.exists()
    assert CircleRecord.objects.get().closed_at


def test_a_running_order_is_kept_for_the_next_circle_and_notes_for_oneself_alone(
    held: Held, enter: Enter, asha: Any, mo: Any, browser_of: Any
) -> None:
    enter(asha)
    actions.appoint_facilitator(held.group, member=asha, by=mo, now=held.now)
    sent = {
        "words": "Breathe first.",
        "step_1": "Hello",
        "minutes_1": "7",
        "step_3": "Round",
        "minutes_3": "",
    }
    page = f"/circles/{held.circle.pk}/prepare/"
    assert browser_of(mo).post(page, sent).status_code == 302

    theirs = browser_of(asha).get(page).content.decode()
    assert 'value="Hello"' in theirs and "Breathe first." not in theirs
    assert [(step.words, step.minutes) for step in held.circle.steps.all()] == [("Hello", 7), ("Round", 5)]
    wrong = browser_of(mo).post(page, {**sent, "minutes_1": "many"})
    assert wrong.status_code == 422 and "Breathe first." in wrong.content.decode()


def test_a_group_has_a_room_of_its_own_under_the_names_inside(
    group: Group, enter: Enter, asha: Any, chen: Any, browser_of: Any
) -> None:
    name = enter(asha, other_name=True).name
    browser = browser_of(asha)
    opened = browser.get(f"/support-groups/{group.pk}/room/", follow=True)
    room = Room.objects.get()
    browser.post(f"/conversations/{room.pk}/messages/", {"body": "Good night, all."})

    assert (
        opened.status_code == 200
        and browser.get(f"/support-groups/{group.pk}/room/").url == room.get_absolute_url()
    )
    page = browser_of(Membership.objects.get(group=group, member__name="Mo").member).get(
        room.get_absolute_url()
    )
    assert name in page.content.decode() and "Asha" not in page.content.decode()
    assert browser_of(chen).get(room.get_absolute_url()).status_code == 404
    assert browser_of(chen).get(f"/support-groups/{group.pk}/room/").status_code == 404
