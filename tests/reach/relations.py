"""How somebody stands to Asha: what they do to have their words reach her, in the order in which it is done.

A new kind of conversation, and a new way to part, adds functions here.
"""

from collections.abc import Callable

import pytest

from chat import actions as chat
from chat.actions import ConversationEnded
from chat.queries import get_standing
from people import actions as people
from tests.reach.two import Two

Relation = Callable[[Two], None]

# ---- asking


def asks_out_of_nowhere(two: Two) -> None:
    two.ask()


def asks_whom_they_met(two: Two) -> None:
    two.meet()
    two.ask()


def is_told_not_now(two: Two) -> None:
    two.meet()
    chat.set_aside(two.ask(), by=two.me, now=two.now)


def asks_and_takes_it_back(two: Two) -> None:
    two.meet()
    chat.take_back(two.ask(), by=two.them)


def asks_though_i_want_nobody(two: Two) -> None:
    two.meet()
    chat.choose_from_whom(two.me, from_whom="nobody")
    two.ask()
    chat.choose_from_whom(two.me, from_whom="met")


def asks_though_i_muted_them(two: Two) -> None:
    two.meet()
    people.mute(two.them, muter=two.me)
    two.ask()


def asks_though_i_blocked_them(two: Two) -> None:
    two.meet()
    people.block(two.them, blocker=two.me)
    two.ask()


def asks_though_they_blocked_me(two: Two) -> None:
    two.meet()
    people.block(two.me, blocker=two.them)
    two.ask()


def is_declined_for_good(two: Two) -> None:
    two.meet()
    chat.decline_and_block(two.ask(), by=two.me, now=two.now)


# ---- talking, the two of us


def talks_with_me(two: Two) -> None:
    two.say(two.talk())


def is_muted_while_we_talk(two: Two) -> None:
    talks_with_me(two)
    people.mute(two.them, muter=two.me)


def is_blocked_while_we_talk(two: Two) -> None:
    talks_with_me(two)
    people.block(two.them, blocker=two.me)


def blocks_me_while_we_talk(two: Two) -> None:
    talks_with_me(two)
    people.block(two.me, blocker=two.them)


def said_it_before_it_ended(two: Two) -> None:
    talk = two.talk()
    two.say(talk)
    chat.end_conversation(talk, now=two.now)


def goes_on_after_it_ended(two: Two) -> None:
    talk = two.talk()
    standing = get_standing(talk.pk, viewer=two.them)
    chat.end_conversation(talk, now=two.now)
    with pytest.raises(ConversationEnded):
        chat.send_message(standing, author=two.them, body=two.words, now=two.now)


def takes_it_back(two: Two) -> None:
    chat.remove_message(two.say(two.talk()), by=two.them, now=two.now)


def is_taken_down(two: Two) -> None:
    chat.take_down([two.say(two.talk()).pk], now=two.now)


def talks_with_somebody_else(two: Two) -> None:
    two.say(two.talk(two.them, two.third))


def is_answered_by_somebody_i_talk_with(two: Two) -> None:
    said = two.say(two.talk(two.them, two.third))
    two.say(two.talk(two.third, two.me), two.third, "You are not alone.", answers=said)


def is_shown_to_staff_by_somebody_else(two: Two) -> None:
    talk = two.talk(two.them, two.third)
    said = two.say(talk)
    chat.make_excerpt(get_standing(talk.pk, viewer=two.third), [said.pk], by=two.third, now=two.now)


# ---- small groups


def asks_me_into_a_group(two: Two) -> None:
    two.meet()
    two.invite(two.group(keeper=two.them, name=two.words, without=two.me), by=two.them)


def asks_me_into_a_group_out_of_nowhere(two: Two) -> None:
    two.invite(two.group(keeper=two.them, name=two.words, without=two.me), by=two.them)


def asks_me_into_a_group_and_is_blocked(two: Two) -> None:
    asks_me_into_a_group(two)
    people.block(two.them, blocker=two.me)


def sits_in_a_group_i_am_asked_into_and_is_blocked(two: Two) -> None:
    group = two.group(keeper=two.them, name=two.words, without=two.me)
    chat.hand_over(get_standing(group.pk, viewer=two.them), to=two.third)
    asked = chat.invite(get_standing(group.pk, viewer=two.third), two.me, words="Come in.", now=two.now)
    chat.deliver(asked.pk, now=two.now)
    people.block(two.them, blocker=two.me)


def named_a_group_of_ours(two: Two) -> None:
    two.group(keeper=two.them, name=two.words)


def named_a_group_of_ours_and_is_blocked(two: Two) -> None:
    named_a_group_of_ours(two)
    people.block(two.them, blocker=two.me)


def named_a_group_of_ours_left_it_and_blocks_me(two: Two) -> None:
    group = two.group(keeper=two.them, name=two.words)
    chat.leave_group(get_standing(group.pk, viewer=two.them), with_words=False, now=two.now)
    people.block(two.me, blocker=two.them)


def sits_in_a_group_with_me(two: Two) -> None:
    two.say(two.group())


def left_a_group_of_ours(two: Two) -> None:
    group = two.group()
    two.say(group)
    chat.leave_group(get_standing(group.pk, viewer=two.them), with_words=False, now=two.now)


def left_a_group_of_ours_with_their_words(two: Two) -> None:
    group = two.group()
    two.say(group)
    chat.leave_group(get_standing(group.pk, viewer=two.them), with_words=True, now=two.now)


def spoke_in_a_group_i_left(two: Two) -> None:
    group = two.group()
    two.say(group)
    chat.leave_group(get_standing(group.pk, viewer=two.me), with_words=False, now=two.now)
    two.say(group)


def is_blocked_in_a_group_of_ours(two: Two) -> None:
    sits_in_a_group_with_me(two)
    people.block(two.them, blocker=two.me)


def blocks_me_in_a_group_of_ours(two: Two) -> None:
    sits_in_a_group_with_me(two)
    people.block(two.me, blocker=two.them)


def is_answered_in_a_group_where_i_blocked_them(two: Two) -> None:
    group = two.group()
    two.say(group, two.third, "So am I.", answers=two.say(group))
    people.block(two.them, blocker=two.me)


def spoke_in_a_group_before_i_came(two: Two) -> None:
    group = two.group(without=two.me)
    two.say(group, two.third, "So am I.", answers=two.say(group))
    chat.come_in(group, member=two.me, now=two.now)


# ---- rooms


def speaks_in_a_room(two: Two) -> None:
    two.say(two.room())


def is_blocked_in_a_room(two: Two) -> None:
    two.say(two.room())
    people.block(two.them, blocker=two.me)


def is_answered_in_a_room_where_they_blocked_me(two: Two) -> None:
    room = two.room()
    two.say(room, two.third, "So am I.", answers=two.say(room))
    people.block(two.me, blocker=two.them)


def spoke_in_a_room_whose_door_closed(two: Two) -> None:
    from forum.models import Space

    space = two.space("cellar")
    two.say(two.room(space))
    Space.objects.filter(pk=space.pk).update(access="request")


# ---- support groups and circles


def speaks_in_a_support_group_of_ours(two: Two) -> None:
    two.say(two.support_group())


def is_blocked_in_a_support_group_of_ours(two: Two) -> None:
    two.say(two.support_group())
    people.block(two.them, blocker=two.me)


def is_blocked_and_has_another_name_in_a_support_group(two: Two) -> None:
    two.say(two.support_group(hidden=True))
    people.block(two.them, blocker=two.me)


def spoke_in_a_support_group_i_left(two: Two) -> None:
    from circles.actions import leave_group

    two.say(two.support_group())
    leave_group(two.place_of(two.me), now=two.now)


def spoke_in_a_support_group_i_was_removed_from(two: Two) -> None:
    from circles.actions import remove_member

    two.say(two.support_group())
    remove_member(two.place_of(two.me), by=two.third, now=two.now)


def speaks_in_a_circle_with_me(two: Two) -> None:
    two.say(two.circle())


def is_blocked_in_a_circle(two: Two) -> None:
    two.say(two.circle())
    people.block(two.them, blocker=two.me)


def spoke_in_a_circle_i_was_removed_from(two: Two) -> None:
    from circles.actions import remove_from_circle

    two.say(two.circle())
    remove_from_circle(two.meeting, presence=two.here(two.me), by=two.here(two.third), now=two.now)


def speaks_beside_a_circle(two: Two) -> None:
    two.say(two.beside())


# ---- talking to somebody now: the last stays as it is, since one talks with one listener at a time


def notes_something_about_me(two: Two) -> None:
    from listening.actions import write_note

    talk = two.talk_now()
    write_note(talk, by=two.them, words=two.words, now=two.now)
    chat.end_conversation(talk.conversation, now=two.now)


def is_blocked_while_they_listen(two: Two) -> None:
    two.say(two.talk_now().conversation)
    people.block(two.them, blocker=two.me)


def listens_to_me(two: Two) -> None:
    two.say(two.talk_now().conversation)
