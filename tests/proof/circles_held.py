"""Circles in the community: one that is being held, in the group by invitation, and one that is over, in another group.

Asha asks for help, Vera sits beside it with Lena, who holds both. Vera, who has another name in either, left the one
that is over in distress, and somebody at the desk wrote to her. Ines waits for a place there, under another name too.
"""

from datetime import time, timedelta
from typing import Any

from tests.proof.needles import drawing_of, forms_of

SEALED = (
    "how somebody comes to a circle",
    "what is said in a circle",
    "what is said beside a circle",
    "a note for help",
    "a running order",
    "notes before a circle",
    "words of a record",
    "what the desk wrote after a circle",
)
"""The secrets made here of which the database holds nothing readable."""


def hold_circles(its: Any) -> None:
    """Hold one, and have held the other."""
    _hold(its)
    _have_held(its)
    identity = its.canaries["who an anonymous voice is"].together[0]
    its.canaries["whose a name in a group is"].together = (identity, _names_of_vera(its))
    its.plant_numbers("numbers of a circle", _numbers(its))


def _hold(its: Any) -> None:
    from circles import actions

    now = its.now
    circle = its.held_circle = _circle(its, its.owls, starts=now - timedelta(minutes=20))
    lenas, ashas, veras = (its.place_in(its.owls, who) for who in ("lena", "asha", "vera"))
    steps = [("Arriving runningword", 10), ("A round", 20)]
    actions.prepare_circle(circle, mine=lenas, words="Breathe, notebeforeword.", steps=steps)
    meeting = actions.open_meeting(circle, mine=lenas, now=now)
    for mine, word in ((lenas, "calm"), (ashas, "checkinword"), (veras, "checkinvera")):
        if mine != lenas:
            actions.sign_up(circle, mine=mine, now=now)
        actions.arrive(meeting, mine=mine, now=now, word=word, colour="blue", number=2)
    its.plant("how somebody comes to a circle", "checkinword", "checkinvera", "checkoutword")
    its.plant("a running order", "runningword")
    its.plant("notes before a circle", "notebeforeword")
    its.plant("what is said in a circle", "roundwhisper")
    its.plant("what is said beside a circle", "besidewhisper")
    its.plant("a note for help", "helpnoteword")
    its.meeting = meeting
    lena, vera = (its.here(who) for who in ("lena", "vera"))
    beside = actions.open_side_room(meeting, guest=vera, helper=lena, by=lena, now=now)
    its.beside = beside.room.conversation
    go_on_in_the_circle(its)


def go_on_in_the_circle(its: Any) -> None:
    """Speak in it and beside it, take a turn, raise a hand, ask for help, say how one goes: nobody outside notices."""
    from circles import actions

    meeting, now = its.meeting, its.now
    meeting.refresh_from_db()
    lena, asha = its.here("lena"), its.here("asha")
    actions.begin_round(meeting, by=lena, minutes=3, version=meeting.version, now=now)
    actions.end_turn(meeting, presence=lena, how="spoke", now=now)
    _say(its, meeting.room.conversation, "asha", "By the sea, roundwhisper.")
    actions.end_turn(meeting, presence=asha, how="spoke", now=now)
    meeting.refresh_from_db()
    actions.begin_talk(meeting, by=lena, version=meeting.version)
    actions.raise_hand(meeting, presence=asha, is_up=True, now=now)
    its.circle_message = _say(its, meeting.room.conversation, "vera", "Here too, roundwhisper.")
    _say(its, its.beside, "vera", "Between us, besidewhisper.")
    actions.ask_for_help(meeting, presence=asha, words="Please, helpnoteword.", now=now)
    actions.check_out(meeting, presence=asha, now=now, word="checkoutword", colour="green", number=3)
    its.plant_numbers("numbers of a circle", _numbers(its))


def _have_held(its: Any) -> None:
    """Another group, whose door is known to all members; its circle is over, and its record closed."""
    from circles import actions
    from circles.models import Worry

    lena, then = its.people["lena"], its.now - timedelta(hours=20)
    its.larks = actions.open_group(
        by=its.people["mo"], name="Early larks", purpose="For mornings.", for_whom="", agreement="We say I.",
        door="request", size=8, time_zone="UTC", now=its.later(),
    )  # fmt: skip
    mo = its.place_in(its.larks, "mo")
    for who, hidden in (("lena", False), ("asha", False), ("vera", True)):
        actions.invite(its.larks, member=its.people[who], by=its.people["mo"], now=its.later())
        actions.take_place(its.larks, member=its.people[who], under_other_name=hidden, now=its.later())
    actions.appoint_facilitator(its.larks, member=lena, by=its.people["mo"], now=its.later())
    actions.leave_group(mo, now=its.later())
    circle = its.past_circle = _circle(its, its.larks, starts=then)
    lenas, veras = its.place_in(its.larks, "lena"), its.place_in(its.larks, "vera")
    meeting = actions.open_meeting(circle, mine=lenas, now=then)
    holder = actions.arrive(meeting, mine=lenas, now=then)
    left = actions.arrive(meeting, mine=veras, now=then)
    actions.leave_circle(meeting, mine=veras, presence=left, how="heavy", now=then)
    record = actions.close_meeting(meeting, by=holder, now=then)
    actions.close_record(record, words="It was calm, recordword.", by=lena, now=then)
    its.worry = Worry.objects.get(circle=circle)
    actions.answer_worry(its.worry, words="We thought of you, deskanswerword.", now=then)
    actions.ask_for_place(its.larks, member=its.people["ines"], under_other_name=True, now=its.later())
    its.plant("words of a record", "recordword")
    its.plant("what the desk wrote after a circle", "deskanswerword")
    waits = its.larks.waiting.get()
    for named in (veras, waits):
        _draw_unlike_the_samples(named)
    its.plant("a name asked after", *forms_of(veras.name), drawing_of(veras.avatar_seed))
    its.plant("a name somebody waits under", *forms_of(waits.name), drawing_of(waits.avatar_seed))


def _draw_unlike_the_samples(named: Any) -> None:
    """Give a name another picture while it has one of those that the page of all components shows everybody."""
    samples = {drawing_of(seed) for seed in range(1, 25)}
    while drawing_of(named.avatar_seed) in samples:
        named.avatar_seed += 1
    named.save(update_fields=["avatar_seed"])


def _circle(its: Any, group: Any, *, starts: Any) -> Any:
    """Return a circle of this group that begins at this moment, with the rest of its time to go."""
    from circles import actions
    from circles.models import Circle

    schedule = actions.plan_circles(
        group, by=its.people["lena"], rhythm="once", first_date=(its.now + timedelta(days=9)).date(), at=time(9),
        minutes=60, seats=8, now=its.later(),
    )  # fmt: skip
    Circle.objects.filter(schedule=schedule).update(starts_at=starts, ends_at=starts + timedelta(hours=3))
    return schedule.circles.get()


def _say(its: Any, room: Any, who: str, words: str) -> Any:
    """Have somebody say something now: what is said in a circle is kept for a day."""
    from chat.actions import send_message
    from chat.queries import get_standing

    member = its.people[who]
    return send_message(get_standing(room.pk, viewer=member), author=member, body=words, now=its.now)


def _names_of_vera(its: Any) -> set[str]:
    from circles.models import Membership

    hidden = Membership.objects.filter(member=its.people["vera"]).exclude(name="")
    return set().union(*(forms_of(one.name) | {drawing_of(one.avatar_seed).casefold()} for one in hidden))


def _numbers(its: Any) -> list[int]:
    from chat.models import Message

    said = Message.objects.filter(conversation__in=[its.meeting.room_id, its.beside.pk])
    rooms = [its.meeting.pk, its.meeting.room_id, its.beside.pk]
    return [*rooms, *said.values_list("pk", flat=True), *its.meeting.presences.values_list("pk", flat=True)]
