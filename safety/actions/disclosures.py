"""Seeing who somebody is. Nothing is shown before a second person allowed it, and nothing an hour later."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from notifications.actions import notify
from people.models import Member
from people.queries import get_address
from safety import permissions
from safety.actions.audit import record
from safety.events import announce_case
from safety.models import AuditEntry, Case, CaseAct, CaseNote, Disclosure, Sought
from safety.queries import who_may_allow


class AnsweredAlready(Exception):
    """Somebody else was quicker."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was asked for: a member, or an address, "" where they gave none."""

    disclosure: Disclosure
    member: Member | None = None
    address: str = ""


@transaction.atomic
def ask_disclosure(
    case: Case, *, sought: str, ground: str, words: str, by: Member, now: datetime
) -> Disclosure:
    """Ask to see who is behind a case one has. The safeguarding lead needs nobody else, and that is on the record.

    Asked again while it waits, it is the same request. Those who may allow it are told.
    """
    if not permissions.can_seek(by, case, sought):
        raise PermissionDenied
    asked, is_new = Disclosure.objects.get_or_create(
        case=case, sought=sought, answered_at=None,
        defaults={"member_id": case.about_id, "ground": ground, "words": words, "asked_by": by, "asked_at": now},
    )  # fmt: skip
    if not is_new:
        return asked
    _note(asked, CaseAct.SOUGHT, "safety.disclosure_asked", by=by, now=now)
    if permissions.is_lead(by):
        _settle(asked, allow=True, by=by, now=now)
    else:
        notify("safety.disclosure", subject_id=case.pk, member_ids=who_may_allow(asked), now=now)
    return asked


@transaction.atomic
def answer_disclosure(asked: Disclosure, *, allow: bool, by: Member, now: datetime) -> Disclosure:
    """Allow a request for an hour, or refuse it; for somebody else than whoever asked. They are told.

    Raises AnsweredAlready where somebody was quicker or it has waited for more than a day.
    """
    if not permissions.can_allow(by, asked):
        raise PermissionDenied
    if asked.asked_at < now - permissions.REQUEST_LASTS:
        raise AnsweredAlready
    _settle(asked, allow=allow, by=by, now=now)
    if asked.asked_by_id:
        notify(
            "safety.disclosure_answered", subject_id=asked.case_id, member_ids=[asked.asked_by_id], now=now
        )
    return asked


@transaction.atomic
def see_disclosure(asked: Disclosure, *, by: Member, now: datetime) -> Seen:
    """Return what was asked for, to whoever asked, within the hour; the first look goes on the record.

    The member finds it under "Who looked at what is yours". PermissionDenied for everybody else and afterwards.
    """
    if asked.member is None or not permissions.can_see_disclosed(by, asked, now=now):
        raise PermissionDenied
    act, subject = f"safety.{asked.sought}_seen", f"safety.disclosure:{asked.pk}"
    if not AuditEntry.objects.filter(act=act, subject=subject).exists():
        record(act, by=by, now=now, about_id=asked.member_id, subject=subject, reason=asked.ground)
    if asked.sought == Sought.ACCOUNT:
        return Seen(asked, member=asked.member)
    given = get_address(asked.member)
    return Seen(asked, address=given.address if given else "")


def _settle(asked: Disclosure, *, allow: bool, by: Member, now: datetime) -> None:
    waiting = Disclosure.objects.filter(pk=asked.pk, answered_at__isnull=True)
    if not waiting.update(answered_at=now, answered_by=by, is_allowed=allow):
        raise AnsweredAlready
    asked.refresh_from_db()
    act = "safety.disclosure_allowed" if allow else "safety.disclosure_refused"
    _note(asked, CaseAct.ALLOWED if allow else CaseAct.REFUSED, act, by=by, now=now)


def _note(asked: Disclosure, said: str, act: str, *, by: Member, now: datetime) -> None:
    CaseNote.objects.create(case=asked.case, by=by, act=said, at=now)
    record(
        act, by=by, now=now, about_id=asked.member_id, subject=f"safety.disclosure:{asked.pk}", reason=asked.ground,
        details={"case": asked.case_id, "sought": asked.sought, "alone": asked.asked_by_id == by.pk},
    )  # fmt: skip
    announce_case(asked.case)
