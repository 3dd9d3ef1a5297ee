"""Writes: the only code that changes the tables of waiting and talking now."""

from listening.actions.farewell import keep_apart, say_farewell
from listening.actions.listening import (
    HandsFull,
    NotListening,
    choose_limit,
    take_next,
    write_note,
)
from listening.actions.passing import CannotPass, NobodyElse, ask_to_pass_on, pass_on, stay
from listening.actions.upkeep import end_silent_talks, forget_old_talks, let_go_of_the_gone
from listening.actions.waiting import NobodyListens, answer_afterwards, ask, leave, still_here

__all__ = [
    "CannotPass",
    "HandsFull",
    "NobodyElse",
    "NobodyListens",
    "NotListening",
    "answer_afterwards",
    "ask",
    "ask_to_pass_on",
    "choose_limit",
    "end_silent_talks",
    "forget_old_talks",
    "keep_apart",
    "leave",
    "let_go_of_the_gone",
    "pass_on",
    "say_farewell",
    "stay",
    "still_here",
    "take_next",
    "write_note",
]
