"""Writes of the safety desk."""

from safety.actions.audit import note_audit_export, read_audit, record
from safety.actions.cases import (
    CaseMoved,
    NotAColleague,
    ask_colleague,
    claim,
    escalate,
    hand_over,
    open_case,
    read_case,
    release,
    write_note,
)
from safety.actions.decisions import (
    AskedAlready,
    CannotBeDone,
    Verdict,
    answer_appeal,
    appeal,
    decide,
    reverse_decision,
)
from safety.actions.helplines import confirm_country
from safety.actions.reports import complain, report
from safety.actions.settings import empty_notes_about, forget_old_cases, set_clocks

__all__ = [
    "AskedAlready",
    "CannotBeDone",
    "CaseMoved",
    "NotAColleague",
    "Verdict",
    "answer_appeal",
    "appeal",
    "ask_colleague",
    "claim",
    "complain",
    "confirm_country",
    "decide",
    "empty_notes_about",
    "escalate",
    "forget_old_cases",
    "hand_over",
    "note_audit_export",
    "open_case",
    "read_audit",
    "read_case",
    "record",
    "release",
    "report",
    "reverse_decision",
    "set_clocks",
    "write_note",
]
