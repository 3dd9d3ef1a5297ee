"""Answering somebody where they wrote, from a case."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.models import Member
from safety import permissions, subjects
from safety.actions.cases import change, done
from safety.actions.decisions import CannotBeDone
from safety.models import Case, CaseAct
from safety.protocols import has_gap, is_lent
from safety.queries import replies_of


class StillLent(ValueError):
    """The words are those of the protocol, with nothing of one's own, or a gap in them was left open."""


@transaction.atomic
def answer_author(case: Case, *, words: str, by: Member, version: int, now: datetime) -> Case:
    """Reply where it stands, under one's own name; for whoever has the case.

    Raises StillLent for words nobody made their own, CannotBeDone where no reply is possible, and CaseMoved where the
    page was old.
    """
    if not permissions.can_handle(by, case):
        raise PermissionDenied
    if is_lent(words, replies_of(case)) or has_gap(words):
        raise StillLent
    subject = subjects.load(case.subject_kind, case.subject_id)
    if subject is None or not subjects.may_answer(subject, viewer=by):
        raise CannotBeDone
    change(case, by=by, version=version)
    try:
        subjects.answer(subject, words, by=by, now=now)
    except subjects.Unanswerable:
        raise CannotBeDone from None
    return done(case, CaseAct.ANSWERED, by=by, now=now)
