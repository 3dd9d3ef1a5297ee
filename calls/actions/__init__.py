"""Writes: the only code that changes the tables of calls."""

from calls.actions.exchanges import Exchanged, Said, TooMuchSaid, exchange
from calls.actions.media import accept, close_room, hang_up, keep_lines, listen, reconnect, send, show
from calls.actions.people import (
    CallIsFull,
    CallIsLocked,
    WasPutOut,
    admit,
    forget_silent,
    join,
    leave,
    lock,
    recheck,
    recheck_members,
    recheck_venue,
    remove,
)
from calls.actions.presence import note_here, note_waiting

__all__ = [
    "CallIsFull",
    "CallIsLocked",
    "Exchanged",
    "Said",
    "TooMuchSaid",
    "WasPutOut",
    "accept",
    "admit",
    "close_room",
    "exchange",
    "forget_silent",
    "hang_up",
    "join",
    "keep_lines",
    "leave",
    "listen",
    "lock",
    "note_here",
    "note_waiting",
    "recheck",
    "recheck_members",
    "recheck_venue",
    "reconnect",
    "remove",
    "send",
    "show",
]
