"""Reads about waiting and talking now, always for one of those it is about."""

from listening.queries.answers import Sums, sums_of_answers
from listening.queries.listeners import (
    ListenerPage,
    WaitingRow,
    held_by,
    list_notes,
    listener_page,
    note_of,
    waiting_for,
)
from listening.queries.members import NowPage, find_open_talk, get_talk, now_page, talk_in
from listening.queries.on_duty import (
    does_somebody_else_listen,
    is_listening,
    is_somebody_listening,
    limit_of,
    who_could_come,
    who_listens,
    who_sees_the_queue,
)
from listening.queries.waits import UsualWait, usual_wait

__all__ = [
    "ListenerPage",
    "NowPage",
    "Sums",
    "UsualWait",
    "WaitingRow",
    "does_somebody_else_listen",
    "find_open_talk",
    "get_talk",
    "held_by",
    "is_listening",
    "is_somebody_listening",
    "limit_of",
    "list_notes",
    "listener_page",
    "note_of",
    "now_page",
    "sums_of_answers",
    "talk_in",
    "usual_wait",
    "waiting_for",
    "who_could_come",
    "who_listens",
    "who_sees_the_queue",
]
