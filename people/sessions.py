"""What a session remembers of how somebody came in, when they last proved who they are, and when they were last there.

Times are whole seconds since 1970, because that is what every session store can keep.
"""

from collections.abc import Mapping, MutableMapping
from datetime import datetime, timedelta
from typing import Any

CONFIRMED_FOR = timedelta(minutes=10)
STAFF_IDLE = timedelta(minutes=15)
SHARED_IDLE = timedelta(minutes=30)
_ACTIVE_NOTED_EVERY = timedelta(seconds=30)

_CONFIRMED_AT = "confirmed_at"
_PASSED_AT = "second_step_at"
_ACTIVE_AT = "active_at"
_SHARED = "shared_computer"


def note_confirmed(session: MutableMapping[str, Any], *, now: datetime) -> None:
    """Remember that the passphrase, or a passkey, was given again just now."""
    session[_CONFIRMED_AT] = _seconds(now)


def is_confirmed(session: Mapping[str, Any], *, now: datetime) -> bool:
    """Tell whether that was within the last minutes. Signing in does not count: it is asked again."""
    return _is_within(session.get(_CONFIRMED_AT), CONFIRMED_FOR, now)


def note_second_step(session: MutableMapping[str, Any], *, now: datetime) -> None:
    """Remember that the second step was passed in this session."""
    session[_PASSED_AT] = _seconds(now)


def forget_second_step(session: MutableMapping[str, Any]) -> None:
    """Ask for the second step again: the last one was taken off the account."""
    if _PASSED_AT in session:
        del session[_PASSED_AT]


def has_passed_second_step(session: Mapping[str, Any]) -> bool:
    return isinstance(session.get(_PASSED_AT), int)


def mark_shared(session: MutableMapping[str, Any]) -> None:
    """Remember that other people use this computer."""
    session[_SHARED] = True


def is_shared(session: Mapping[str, Any]) -> bool:
    return bool(session.get(_SHARED))


def carry_over(old: Mapping[str, Any], new: MutableMapping[str, Any]) -> None:
    """Let a session that takes the place of another know what that one knew."""
    new.update({name: old[name] for name in (_CONFIRMED_AT, _PASSED_AT, _ACTIVE_AT, _SHARED) if name in old})


def idle_limit(session: Mapping[str, Any], *, is_staff: bool) -> timedelta | None:
    """Return how long nobody may be there before this session ends; None where it just goes on."""
    if is_staff:
        return STAFF_IDLE
    return SHARED_IDLE if is_shared(session) else None


def is_idle(session: Mapping[str, Any], *, is_staff: bool, now: datetime) -> bool:
    """Tell whether nobody has been there for too long."""
    limit, noted = idle_limit(session, is_staff=is_staff), session.get(_ACTIVE_AT)
    return limit is not None and isinstance(noted, int) and not _is_within(noted, limit, now)


def note_active(session: MutableMapping[str, Any], *, now: datetime) -> None:
    """Remember that somebody is there; written down twice a minute at most."""
    if not _is_within(session.get(_ACTIVE_AT), _ACTIVE_NOTED_EVERY, now):
        session[_ACTIVE_AT] = _seconds(now)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _is_within(noted: Any, span: timedelta, now: datetime) -> bool:
    return isinstance(noted, int) and _seconds(now) - noted < span.total_seconds()
