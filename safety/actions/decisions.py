"""Deciding a case, taking a decision back, and looking again when somebody asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from notifications.actions import notify
from people.actions import LastOperator, close_by_staff, put_off_closing, reopen
from people.models import Member
from safety import permissions, subjects
from safety.actions.audit import record
from safety.actions.cases import CaseMoved, claim, colleague, open_case
from safety.actions.follow_ups import plan_follow_up
from safety.events import announce_case
from safety.models import Appeal, Band, Case, CaseAct, CaseNote, Decision, Outcome, Source
from safety.outcomes import CARE, DEEDS, LASTING, TOLD, UNDO, needs_follow_up
from safety.signals import posting_paused
from safety.subjects import Subject

# An account is not closed while somebody looks again at that decision.
ANSWERED_BY_THEN = timedelta(days=365)
TO_LEAVE = settings.RETENTION["change_of_mind"]


class CannotBeDone(Exception):
    """What it is about is gone, or stands so already."""


class AskedAlready(Exception):
    """One look again at each decision."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decided: an outcome, the reasons the member reads, until when, and how often they may post."""

    outcome: str
    statement: str = ""
    until: datetime | None = None
    per_hour: int | None = None


@transaction.atomic
def decide(
    case: Case,
    verdict: Verdict,
    *,
    by: Member,
    version: int,
    keep_open: bool,
    now: datetime,
    follow_up: str = "",
) -> Decision:
    """Decide a case one has: do what it says, tell the member why, tell those who reported that it was done.

    Closing what could not wait has somebody asked the next day how they are, by the colleague of the name `follow_up`
    or by oneself. Raises CannotBeDone where the deed is not possible, NotAColleague for the name of nobody who could,
    and CaseMoved where the page was old.
    """
    case = _own(case, by=by, version=version)
    subject = subjects.load(case.subject_kind, case.subject_id)
    if deed := DEEDS.get(verdict.outcome):
        _do(deed, subject, by=by, now=now)
    decision = Decision.objects.create(
        case=case, by=by, member_id=_touched(case, verdict), outcome=verdict.outcome,
        statement=verdict.statement, until=verdict.until, per_hour=verdict.per_hour, at=now,
    )  # fmt: skip
    if verdict.outcome in LASTING and decision.member:
        posting_paused.send(Decision, member=decision.member)
    if verdict.outcome == Outcome.CLOSE:
        _close(decision, by=by, now=now)
    _settle(case, CaseAct.DECIDED, by=by, closes=not keep_open, outcome=verdict.outcome, now=now)
    if decision.member_id:
        notify("safety.decision", subject_id=decision.pk, member_ids=[decision.member_id], now=now)
    if not keep_open:
        _tell_reporters(case, now=now)
        if needs_follow_up(case, verdict.outcome):
            who = colleague(case, follow_up, by=by) if follow_up not in ("", by.name) else by
            plan_follow_up(case, by=by, who=who, now=now)
    return decision


def _touched(case: Case, verdict: Verdict) -> int | None:
    """Return whom it touches: the author, where it tells them anything; or whoever complained."""
    if case.source == Source.COMPLAINT:
        return case.reports.values_list("reporter_id", flat=True).first()
    tells = verdict.outcome in TOLD or (verdict.outcome in CARE and verdict.statement)
    return case.about_id if tells else None


def _close(decision: Decision, *, by: Member, now: datetime) -> None:
    """Have the account closed in two weeks, in which it can be taken back."""
    if not permissions.can_close_accounts(by):
        raise PermissionDenied
    if decision.member is None:
        raise CannotBeDone
    try:
        close_by_staff(decision.member, by=by, now=now)
    except LastOperator:
        raise CannotBeDone from None


@transaction.atomic
def decide_at_once(
    subject: Subject, verdict: Verdict, *, concern: str, by: Member, now: datetime
) -> Decision:
    """Decide about something one came upon: its open case, or a new one, is taken, decided and closed in one go.

    Raises CaseMoved where a colleague has its case, and PermissionDenied where one may not handle it.
    """
    case = open_case(subject, source=Source.STAFF, band=Band.LOOK, concern=concern, now=now)
    case.refresh_from_db()
    if not permissions.can_handle(by, case):
        raise PermissionDenied
    if case.holder_id not in (None, by.pk):
        raise CaseMoved(case)
    if case.holder_id is None:
        case = claim(case, by=by, version=case.version, now=now)
    return decide(case, verdict, by=by, version=case.version, keep_open=False, now=now)


@transaction.atomic
def reverse_decision(decision: Decision, *, by: Member, now: datetime) -> None:
    """Take a decision back and undo what it did; for staff who may handle its case."""
    decision = Decision.objects.select_for_update(of=("self",)).select_related("case").get(pk=decision.pk)
    if decision.reversed_at or decision.outcome not in TOLD:
        raise CannotBeDone
    if not permissions.can_handle(by, decision.case):
        raise PermissionDenied
    _undo(decision, by=by, now=now)
    CaseNote.objects.create(case=decision.case, by=by, act=CaseAct.REVERSED, at=now)
    announce_case(decision.case)
    if decision.member_id:
        notify("safety.decision", subject_id=decision.pk, member_ids=[decision.member_id], now=now)


def _undo(decision: Decision, *, by: Member, now: datetime) -> None:
    subject = subjects.load(decision.case.subject_kind, decision.case.subject_id)
    undo = UNDO.get(decision.outcome)
    if undo and subject and undo in subject.can:
        subjects.do(undo, subject, by=by, now=now)
    if decision.outcome == Outcome.CLOSE and decision.member and not reopen(decision.member, by=by):
        raise CannotBeDone
    Decision.objects.filter(pk=decision.pk).update(reversed_at=now, reversed_by=by)
    if decision.outcome in LASTING and decision.member:
        posting_paused.send(Decision, member=decision.member)
    record(
        "safety.decision_reversed", by=by, now=now, about_id=decision.member_id,
        subject=f"safety.case:{decision.case_id}", details={"outcome": decision.outcome},
    )  # fmt: skip


@transaction.atomic
def appeal(decision: Decision, *, by: Member, words: str, now: datetime) -> Appeal:
    """Ask for another look at a decision about oneself, once; somebody else than who decided will look."""
    decision = Decision.objects.select_for_update(of=("self",)).select_related("case").get(pk=decision.pk)
    if decision.member_id != by.pk:
        raise PermissionDenied
    if Appeal.objects.filter(decision=decision).exists() or decision.reversed_at:
        raise AskedAlready
    if decision.outcome in CARE:
        raise CannotBeDone
    if decision.outcome == Outcome.CLOSE:
        put_off_closing(by, until=now + ANSWERED_BY_THEN)
    first = decision.case
    subject = Subject(
        kind="safety.decision", pk=decision.pk, ref="", line="", address="", place=first.place,
        author_id=first.about_id or by.pk, is_anonymous=first.is_anonymous,
    )  # fmt: skip
    case = open_case(subject, source=Source.APPEAL, band=Band.SOON, concern=first.concern, now=now)
    return Appeal.objects.create(decision=decision, case=case, words=words, at=now)


@transaction.atomic
def answer_appeal(
    case: Case, *, outcome: str, answer: str, by: Member, version: int, now: datetime
) -> Appeal:
    """Answer an appeal one has: the decision stays, or is taken back. Whoever asked and whoever decided are told."""
    case = _own(case, by=by, version=version)
    asked = Appeal.objects.select_for_update(of=("self",)).select_related("decision__case").get(case=case)
    if outcome == Outcome.REVERSED:
        _undo(asked.decision, by=by, now=now)
    elif asked.decision.outcome == Outcome.CLOSE and asked.decision.member:
        put_off_closing(
            asked.decision.member, until=max(asked.decision.at + TO_LEAVE, now + timedelta(days=1))
        )
    asked.answered_at, asked.outcome, asked.answer = now, outcome, answer
    asked.by_same_person = asked.decision.by_id == by.pk
    asked.save(update_fields=["answered_at", "outcome", "answer", "by_same_person"])
    _settle(case, CaseAct.DECIDED, by=by, closes=True, outcome=outcome, now=now)
    if asked.decision.member_id:
        notify(
            "safety.decision", subject_id=asked.decision_id, member_ids=[asked.decision.member_id], now=now
        )
    if asked.decision.by_id:
        notify("safety.appeal", subject_id=asked.decision.case_id, member_ids=[asked.decision.by_id], now=now)
    if outcome == Outcome.REVERSED:
        _tell_reporters(asked.decision.case, now=now)
    return asked


def _own(case: Case, *, by: Member, version: int) -> Case:
    """Return the case, locked, if this member has it and it is as their page showed it."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if held.version != version or held.closed_at or held.holder_id != by.pk:
        raise CaseMoved(held)
    if not permissions.can_handle(by, held):
        raise PermissionDenied
    return held


def _do(deed: str, subject: Subject | None, *, by: Member, now: datetime) -> None:
    if subject is None or deed not in subject.can:
        raise CannotBeDone
    subjects.do(deed, subject, by=by, now=now)


def _settle(case: Case, act: str, *, by: Member, closes: bool, outcome: str, now: datetime) -> None:
    changes = {"closed_at": now} if closes else {}
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1, **changes)
    CaseNote.objects.create(case=case, by=by, act=act, at=now)
    record(
        "safety.case_decided", by=by, now=now, about_id=case.about_id, subject=f"safety.case:{case.pk}",
        details={"outcome": outcome},
    )  # fmt: skip
    announce_case(case)


def _tell_reporters(case: Case, *, now: datetime) -> None:
    for pk, reporter_id in case.reports.values_list("pk", "reporter_id"):
        notify("safety.report", subject_id=pk, member_ids=[reporter_id], now=now)
