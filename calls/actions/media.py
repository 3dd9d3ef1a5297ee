"""What the media server does for a browser in a larger call. Whatever it says is cleaned before a browser hears it."""

import logging
import secrets
import time
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from calls import janus, permissions, queries
from calls.actions.telling import tell_all
from calls.descriptions import clean_description
from calls.models import Participant
from calls.venues import Venue

log = logging.getLogger("hearthside.calls")

Description = dict[str, str]
NOTED_EVERY = timedelta(minutes=1)

_noted_at: dict[janus.Cause, datetime] = {}

# A media server that takes questions and answers none would hold everybody who begins a call for seconds.
RESTS_FOR = 30.0
_not_asked_before = 0.0


def new_room(venue: Venue) -> str:
    """Make a room at the media server for a call that is about to begin; "" where it needs none, or none can be had.

    Where the server does not answer, the call goes from browser to browser, and as many come in as that carries; one
    that was waited for in vain is left alone for a while.
    """
    global _not_asked_before
    if not permissions.needs_server(venue):
        return ""
    if time.monotonic() < _not_asked_before:
        return ""
    room = secrets.token_urlsafe(24)
    try:
        janus.open_room(room)
    except janus.NoMediaServer as problem:
        log.warning("A call began without the media server, so no more than six fit into it.")
        _say_why(problem)
        if problem.cause is janus.Cause.SLOW:
            _not_asked_before = time.monotonic() + RESTS_FOR
        return ""
    return room


def send(mine: Participant, offer: Description) -> Description:
    """Take what this browser sends to the media server, in place of what it sent before; return the answer.

    Nobody is told before the browser says that it got through.
    """
    room = _room_of(mine)
    hang_up(mine.line)
    line, answer = janus.send(room, secrets.token_urlsafe(16), offer)
    there = Participant.objects.present().filter(pk=mine.pk)
    if not there.update(line=line.written(), feed=""):
        hang_up(line.written())
        raise Http404
    return _cleaned(answer)


@transaction.atomic
def show(mine: Participant) -> None:
    """Tell the others that what this browser sends can be had."""
    _room_of(mine)
    Participant.objects.present().filter(pk=mine.pk).update(feed=_line_of(mine).feed)
    tell_all(mine.call, but=mine)


def listen(mine: Participant, *, now: datetime) -> dict[str, Any]:
    """Have this browser get what those it meets send; return what it is offered, and which line is whose.

    `missing` says that the media server has not got somebody's yet, or not any more.
    """
    room, line = _room_of(mine), _line_of(mine)
    whose = queries.feeds_for(mine, now=now)
    there = janus.on_air(room)
    offer, lines = janus.listen(line, room, [feed for feed in whose if feed in there])
    if offer is None:
        return {"missing": not there.issuperset(whose)}
    Participant.objects.present().filter(pk=mine.pk).update(line=line.written())
    known = {mid: whose[feed] for mid, feed in lines.items() if feed in whose}
    return {"description": _cleaned(offer), "whose": known, "missing": not there.issuperset(whose)}


def accept(mine: Participant, answer: Description) -> None:
    """Hand over this browser's answer to what it was offered."""
    _room_of(mine)
    janus.accept(_line_of(mine), answer)


def reconnect(mine: Participant, offer: Description | None) -> Description:
    """Find a new way after a changed network: up with the browser's offer, down with one for it."""
    _room_of(mine)
    line = _line_of(mine)
    return _cleaned(janus.reconnect_up(line, offer) if offer else janus.reconnect_down(line))


def hang_up(line: str) -> None:
    """End what the media server does for one browser; a line that is gone already is no fault."""
    if line and janus.is_named():
        try:
            janus.hang_up(janus.Line.read(line))
        except janus.NoMediaServer as problem:
            log.warning("The media server was not told that somebody has left; it forgets them by itself.")
            _say_why(problem)


def close_room(room: str) -> None:
    """Take the room of a call that is over away."""
    if room and janus.is_named():
        try:
            janus.close_room(room)
        except janus.NoMediaServer as problem:
            log.warning("A room at the media server was not closed; it ends when Janus is started again.")
            _say_why(problem)


def keep_lines() -> None:
    """Tell the media server who is still there."""
    if not janus.is_named():
        return
    lines = Participant.objects.present().exclude(line="").values_list("line", flat=True)
    janus.keep([janus.Line.read(line) for line in lines])


def note_refusal(problem: janus.NoMediaServer, *, now: datetime) -> None:
    """Log that a browser got no further with the media server: the kind of it, once a minute.

    All browsers of all calls ask again and again until it is back.
    """
    last = _noted_at.get(problem.cause)
    if last is not None and timedelta(0) <= now - last < NOTED_EVERY:
        return
    _noted_at[problem.cause] = now
    log.warning("Somebody in a call did not get what the media server should do; their page asks again.")
    _say_why(problem)


def _say_why(problem: janus.NoMediaServer) -> None:
    """Log what an operator can do about it; nothing of what Janus said goes into the log but its number."""
    if problem.cause is janus.Cause.AWAY:
        log.warning(
            "Nothing answers at HEARTHSIDE_JANUS: see that Janus runs, with both its interfaces there."
        )
    elif problem.cause is janus.Cause.SLOW:
        log.warning("Janus is there and does not answer: see whether the machine is overloaded.")
    elif problem.cause is janus.Cause.SECRET:
        log.warning("Janus does not take our secret: HEARTHSIDE_JANUS_SECRET is not the one in its files.")
    else:
        log.warning("Janus refused with its error %d: bin/hearthside doctor tries it out.", problem.code)


def _room_of(mine: Participant) -> str:
    if not mine.call.room or not janus.is_named():
        raise Http404
    if not permissions.can_talk(mine):
        raise PermissionDenied
    return mine.call.room


def _line_of(mine: Participant) -> janus.Line:
    if not mine.line:
        raise Http404
    return janus.Line.read(mine.line)


def _cleaned(said: Description) -> Description:
    return {"type": said["type"], "sdp": clean_description(said["sdp"], frozenset(), janus.addresses())}
