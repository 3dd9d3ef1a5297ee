"""What each outcome does, whom it tells, and how it reads for those who reported."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from safety.models import Band, Case, Outcome, Source

# What is done to the subject, and how it is undone.
DEEDS: dict[str, str] = {
    Outcome.HIDE: "hide",
    Outcome.RESTORE: "restore",
    Outcome.LOCK: "lock",
    Outcome.UNLOCK: "unlock",
}
UNDO: dict[str, str] = {
    Outcome.HIDE: "restore",
    Outcome.RESTORE: "hide",
    Outcome.LOCK: "unlock",
    Outcome.UNLOCK: "lock",
}
# Touches the author, who reads the reasons and can ask for another look.
TOLD = frozenset({*DEEDS, Outcome.SLOW, Outcome.PAUSE, Outcome.CLOSE, Outcome.ASKED_TO_EDIT, Outcome.COVER})
# Help for the author, who reads the words written with it, if there are any. There is nothing to take back.
CARE = frozenset({Outcome.SUPPORTED, Outcome.RESOURCES, Outcome.TALKED, Outcome.EXTERNAL})
# What lasts until a day.
LASTING = frozenset({Outcome.SLOW, Outcome.PAUSE})
# What one can decide about a thing somebody wrote; about a complaint only that it is answered.
OFFERED = [
    Outcome.SUPPORTED,
    Outcome.RESOURCES,
    Outcome.TALKED,
    Outcome.COVER,
    Outcome.ASKED_TO_EDIT,
    Outcome.HIDE,
    Outcome.RESTORE,
    Outcome.LOCK,
    Outcome.UNLOCK,
    Outcome.SLOW,
    Outcome.PAUSE,
    Outcome.CLOSE,
    Outcome.EXTERNAL,
    Outcome.NOTHING,
]

_CARED = _("A person looked at it and is looking after it. Thank you for noticing.")
_ACTED = _("A person looked at it and did something about it. Thank you for telling us.")
_TO_REPORTER: dict[str, Any] = {
    Outcome.SUPPORTED: _CARED,
    Outcome.RESOURCES: _CARED,
    Outcome.TALKED: _CARED,
    Outcome.EXTERNAL: _CARED,
    Outcome.COVER: _("A person looked at it and asked for a content note."),
    Outcome.ASKED_TO_EDIT: _ACTED,
    Outcome.SLOW: _ACTED,
    Outcome.PAUSE: _ACTED,
    Outcome.CLOSE: _ACTED,
    Outcome.HIDE: _("A person looked at it and took it down. Thank you for telling us."),
    Outcome.RESTORE: _("A person looked at it and put it back."),
    Outcome.LOCK: _("A person looked at it and closed the thread to new replies."),
    Outcome.UNLOCK: _ACTED,
    Outcome.NOTHING: _("A person looked at it and found nothing that had to be done. It was right to ask."),
    Outcome.ANSWERED: _("The people running this place have answered you."),
}
_LOOKED_AGAIN = _("Somebody else looked at it again, and the decision was taken back.")
_WAITING = _("It waits for a person to look at it.")
_BEING_LOOKED_AT = _("A person is looking at it.")


def told_to_reporter(case: Case) -> Any:
    """Return what somebody who reported is told of how it stands: what was done, never to whom or how hard."""
    decisions = list(case.decisions.all())
    if decisions and case.closed_at:
        last = decisions[-1]
        return _LOOKED_AGAIN if last.reversed_at else _TO_REPORTER.get(last.outcome, _ACTED)
    return _BEING_LOOKED_AT if case.first_held_at else _WAITING


def needs_follow_up(case: Case, outcome: str) -> bool:
    """Whether somebody is asked the next day how they are: after whatever could not wait, unless nothing was needed.

    A follow-up is not followed up by itself, and an appeal or a complaint is not about somebody in danger.
    """
    is_first = case.source not in (Source.FOLLOW_UP, Source.APPEAL, Source.COMPLAINT)
    return is_first and case.band == Band.NOW and outcome != Outcome.NOTHING
