"""Telling us that something is wrong. Nothing is hidden by it, however many say so: a person decides."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.models import Member
from people.permissions import allows
from safety.actions.cases import open_case
from safety.models import Report, Source
from safety.reasons import COMPLAINT, get_reason
from safety.subjects import Subject


@transaction.atomic
def report(subject: Subject, *, by: Member, reason: str, words: str, now: datetime) -> Report:
    """Have a person look at something. The caller found it for this member (safety.subjects.find).

    All reports about one thing are one case while it is open. Saying more adds to one's own report.
    """
    if not allows(by, "report"):
        raise PermissionDenied
    said = get_reason(reason)
    case = open_case(subject, source=Source.REPORT, band=said.band, concern=said.concern, now=now)
    told, is_new = Report.objects.get_or_create(
        case=case, reporter=by, defaults={"reason": said.code, "words": words, "at": now}
    )
    if not is_new:
        told.reason = said.code
        told.words = "\n\n".join(part for part in (told.words, words) if part)
        told.save(update_fields=["reason", "words"])
    return told


@transaction.atomic
def complain(*, by: Member, words: str, now: datetime) -> Report:
    """Complain about how this place is run; it goes to the operators, apart from all reports."""
    case = open_case(None, source=Source.COMPLAINT, band=COMPLAINT.band, concern=COMPLAINT.concern, now=now)
    return Report.objects.create(case=case, reporter=by, reason=COMPLAINT.code, words=words, at=now)
