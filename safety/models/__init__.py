"""What the operator vouches for, the record of what staff did, the cases of the safety desk, and the rota."""

from safety.models.audit import AuditEntry, AuditHead
from safety.models.care import Buddy, BuddyAnswer, Debrief, Feeling
from safety.models.cases import Band, Case, CaseAct, CaseNote, Concern, DeskSettings, Report, Source
from safety.models.confirmations import Confirmation
from safety.models.decisions import Appeal, Decision, Outcome
from safety.models.disclosures import Disclosure, Ground, Sought
from safety.models.limits import OwnLimits
from safety.models.protocols import Protocol, StepDone
from safety.models.rota import Duty, RotaSettings, Shift, ShiftPlace, Work
from safety.models.safety_notes import SafetyNotes
from safety.models.screening import ScreenedText, ScreeningSettings
from safety.models.training import SelfCheck
from safety.models.transparency import PublishedFigures, RiskAssessment

__all__ = [
    "Appeal",
    "AuditEntry",
    "AuditHead",
    "Band",
    "Buddy",
    "BuddyAnswer",
    "Case",
    "CaseAct",
    "CaseNote",
    "Concern",
    "Confirmation",
    "Debrief",
    "Decision",
    "DeskSettings",
    "Disclosure",
    "Duty",
    "Feeling",
    "Ground",
    "Outcome",
    "OwnLimits",
    "Protocol",
    "PublishedFigures",
    "Report",
    "RiskAssessment",
    "RotaSettings",
    "SafetyNotes",
    "ScreenedText",
    "ScreeningSettings",
    "SelfCheck",
    "Shift",
    "ShiftPlace",
    "Sought",
    "Source",
    "StepDone",
    "Work",
]
