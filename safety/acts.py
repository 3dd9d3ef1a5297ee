"""What staff can do that goes on the record. Features register their acts when they start."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of act: its code, how it reads, and whether it was a look at something private.

    A member is told of every look at what is theirs, with `to_member`. Only an act that `names_member` shows staff
    whom it was about: next to a post, the name would tell who wrote it, also where that is nobody's business.
    """

    code: str
    words: Any
    to_member: Any = ""
    names_member: bool = False

    @property
    def is_look(self) -> bool:
        return bool(self.to_member)


class UnknownAct(LookupError):
    """Nobody registered an act with this code."""


_acts: dict[str, Act] = {}


def register_act(code: str, words: Any, *, to_member: Any = "", names_member: bool = False) -> None:
    """Make an act known; registering a code again replaces it."""
    _acts[code] = Act(code, words, to_member, names_member)


def get_act(code: str) -> Act:
    """Return the act with this code; raise UnknownAct for a wrong one."""
    try:
        return _acts[code]
    except KeyError:
        raise UnknownAct(code) from None


def all_acts() -> list[Act]:
    """Return every act there is, by code."""
    return [_acts[code] for code in sorted(_acts)]


def looks() -> list[str]:
    """Return the codes of the acts that are looks at something private."""
    return [act.code for act in all_acts() if act.is_look]


register_act("people.role_given", _("gave somebody another role"), names_member=True)
register_act("people.agreement_published", _("published a new agreement"))
register_act("people.community_described", _("changed the facts about this place"))
register_act("people.topics_changed", _("changed the topics"))
register_act("people.passphrase_reset", _("gave somebody a new passphrase"), names_member=True)
register_act("people.factors_reset", _("took away somebody's second step of signing in"), names_member=True)
register_act("people.closing_asked", _("had an account closed"), names_member=True)
register_act("people.closing_taken_back", _("took back that an account is closed"))
register_act("safety.lines_confirmed", _("vouched for a country's crisis lines"))
register_act("safety.audit_read", _("read this record"))
register_act("safety.audit_exported", _("took a copy of this record"))
register_act("safety.case_claimed", _("took a case"))
register_act("safety.case_released", _("gave a case back"))
register_act("safety.case_offered", _("handed a case over"))
register_act("safety.case_asked", _("asked a colleague to look along"))
register_act("safety.case_escalated", _("passed a case on to the operators"))
register_act("safety.case_decided", _("decided a case"))
register_act("safety.case_answered", _("answered somebody, for a case"))
register_act("safety.follow_up_planned", _("had somebody asked the next day how they are"))
register_act("safety.disclosure_asked", _("asked to see who somebody is"))
register_act("safety.disclosure_allowed", _("allowed to see who somebody is, for an hour"))
register_act("safety.disclosure_refused", _("did not allow to see who somebody is"))
register_act(
    "safety.account_seen",
    _("saw who wrote something without their name"),
    to_member=_("saw that it was you who wrote something without your name"),
)
register_act(
    "safety.address_seen",
    _("saw somebody's e-mail address"),
    to_member=_("saw the e-mail address you gave to come back in by"),
)
register_act("safety.step_done", _("ticked off a step of a case"))
register_act("safety.step_undone", _("took back that a step of a case was done"))
register_act("safety.protocol_published", _("changed the steps for a concern"))
register_act("safety.lead_named", _("named the safeguarding lead"), names_member=True)
register_act("safety.decision_reversed", _("took a decision back"))
register_act("safety.clocks_set", _("changed how long cases may wait"))
register_act("safety.screening_set", _("changed how what is written is sorted"))
register_act("safety.shift_planned", _("planned shifts"))
register_act("safety.shift_dropped", _("took shifts out of the plan"))
register_act("safety.assessment_published", _("published what is said about risks here"))
register_act("safety.figures_published", _("published figures"))
register_act("safety.rota_set", _("changed when breaks are due and how much a shift should hold"))
register_act(
    "safety.case_read",
    _("read something behind a door, for a case"),
    to_member=_("read something of yours that only some can see, because somebody asked for a person's eyes"),
)
