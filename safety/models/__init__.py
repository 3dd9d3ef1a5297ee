"""What the operator vouches for, the record of what staff did, and the cases of the safety desk."""

from safety.models.audit import AuditEntry, AuditHead
from safety.models.cases import Band, Case, CaseAct, CaseNote, Concern, DeskSettings, Report, Source
from safety.models.confirmations import Confirmation
from safety.models.decisions import Appeal, Decision, Outcome

__all__ = [
    "Appeal",
    "AuditEntry",
    "AuditHead",
    "Band",
    "Case",
    "CaseAct",
    "CaseNote",
    "Concern",
    "Confirmation",
    "Decision",
    "DeskSettings",
    "Outcome",
    "Report",
    "Source",
]
