"""Talking to somebody now in the community: Rosalind talked with Lena, said how it was, and Lena left a note."""

from typing import Any

HEARD, SAFER = "partly", "same"
SEALED = ("what is said to a listener", "a note for whoever leads")
"""The secrets made here of which the database holds nothing readable."""


def talk_to_a_listener(its: Any) -> None:
    """Have Lena go on duty for one talk, and off again; it is over."""
    from chat.actions import end_conversation
    from listening import actions
    from people.queries import note_here
    from safety.actions import go_off_duty, go_on_duty
    from tests.proof.conversations import say

    lena, rosa, now = its.people["lena"], its.people["rosa"], its.later()
    go_on_duty(lena, hours=1, now=now)
    note_here(lena)
    actions.ask(rosa, help="listen", now=now)
    talk = its.talk_now = actions.take_next(lena, now=now)
    say(its, talk.conversation, "rosa", "I cannot sleep, lateworry.")
    say(its, talk.conversation, "lena", "I am here, laterest.")
    end_conversation(talk.conversation, now=its.later())
    answer_again(its)
    actions.write_note(talk, by=lena, words="Somebody should ask again, leadnoteword.", now=its.later())
    go_off_duty(lena, now=its.later())
    its.plant("what is said to a listener", "lateworry", "laterest")
    its.plant("a note for whoever leads", "leadnoteword")


def answer_again(its: Any) -> None:
    """Have Rosalind say how it was."""
    from listening.actions import answer_afterwards

    rosa = its.people["rosa"]
    answer_afterwards(its.talk_now, by=rosa, heard=HEARD, safer=SAFER, now=its.later())


def readable_answers() -> list[str]:
    """Return what the database itself says in answer to the two questions, where it can be read."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT heard, safer FROM listening_talk")
        return [answer for row in cursor.fetchall() for answer in row if answer in (HEARD, SAFER)]
