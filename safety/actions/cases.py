"""Opening a case, and who has it. Every act rests on the version its page showed; whoever is late is told so."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from notifications.actions import notify
from people.models import Member
from safety import permissions
from safety.actions.audit import LOOK_LASTS, record
from safety.actions.protocols import protocol_for
from safety.events import announce_case
from safety.models import AuditEntry, Band, Case, CaseAct, CaseNote
from safety.queries import (
    desk_settings,
    get_case,
    is_left_by_operators,
    list_colleagues,
    who_does_not_leave,
    who_may_handle,
)
from safety.subjects import Subject, is_open_to


class CaseMoved(Exception):
    """Somebody else was quicker, or the case changed since the page was opened; `case` is how it stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


class NotAColleague(ValueError):
    """The name is of nobody who could work on this case."""


@transaction.atomic
def open_case(subject: Subject | None, *, source: str, band: int, concern: str, now: datetime) -> Case:
    """Return the open case about this subject, made if there is none; a more urgent call makes it more urgent.

    Those who may handle it are told at once when it cannot wait, except who leaves its concern to others.
    """
    due = now + desk_settings().clock(band)
    facts: dict[str, Any] = {
        "source": source, "band": band, "concern": concern, "opened_at": now, "due_at": due,
        "protocol": protocol_for(concern),
    }  # fmt: skip
    if subject is None:
        case, is_new = Case.objects.create(**facts), True
    else:
        about = {"place": subject.place, "about_id": subject.author_id, "is_anonymous": subject.is_anonymous}
        case, is_new = Case.objects.select_for_update(of=("self",)).get_or_create(
            subject_kind=subject.kind, subject_id=subject.pk, closed_at=None, defaults=facts | about
        )
    is_more_urgent = band < case.band
    if is_more_urgent:
        if concern != case.concern:
            case.protocol = facts["protocol"]
        case.band, case.concern, case.due_at = band, concern, min(case.due_at, due)
        Case.objects.filter(pk=case.pk).update(
            band=case.band, concern=case.concern, due_at=case.due_at, protocol=case.protocol,
            version=F("version") + 1,
        )  # fmt: skip
    if band == Band.NOW and (is_new or is_more_urgent):
        able = who_does_not_leave(case, who_may_handle(case))
        notify("safety.case", subject_id=case.pk, member_ids=able, now=now)
    announce_case(case)
    return case


@transaction.atomic
def read_case(case_id: int, *, by: Member, now: datetime) -> Case:
    """Return a case for its page; Http404 for whom it is not for. A look behind a door goes on the record."""
    case = get_case(case_id, viewer=by)
    if not is_open_to(case.subject_kind, case.subject_id, viewer=by):
        lately = AuditEntry.objects.filter(
            act="safety.case_read", actor_id=by.pk, subject=_name(case), at__gt=now - LOOK_LASTS
        )
        if not lately.exists():
            record("safety.case_read", by=by, now=now, about_id=case.about_id, subject=_name(case))
    return case


@transaction.atomic
def claim(case: Case, *, by: Member, version: int, now: datetime) -> Case:
    """Take a case nobody has. Of two who press at once one gets it; the other is told (CaseMoved).

    An operator takes one that was passed on from whoever goes on with it meanwhile, and who looks along from then on.
    """
    if not permissions.can_claim(by, case):
        raise PermissionDenied if case.holder_id is None else CaseMoved(_again(case))
    free = Case.objects.filter(pk=case.pk, holder=case.holder_id, closed_at__isnull=True, version=version)
    goes_on = {"asked": case.holder_id} if case.holder_id else {}
    if not free.update(holder=by, held_since=now, offered_to=None, version=F("version") + 1, **goes_on):
        raise CaseMoved(_again(case))
    Case.objects.filter(pk=case.pk, first_held_at__isnull=True).update(first_held_at=now)
    return done(case, CaseAct.CLAIMED, by=by, now=now)


@transaction.atomic
def release(case: Case, *, by: Member, version: int, now: datetime) -> Case:
    """Give a case back to the queue, where it goes on waiting since it came."""
    change(case, by=by, version=version, holder=None, held_since=None, asked=None)
    case = done(case, CaseAct.RELEASED, by=by, now=now)
    open_to_all(case, left_by=by, now=now)
    return _again(case)


@transaction.atomic
def hand_over(case: Case, *, by: Member, to: str, words: str, version: int, now: datetime) -> Case:
    """Give a case back with a note, and ask a colleague by name to take it; raise NotAColleague for others.

    It is theirs when they take it, so it is never lost with somebody who cannot. Somebody whose own matter it is
    does not hear of it, and nothing shows that.
    """
    asked = colleague(case, to, by=by)
    change(case, by=by, version=version, holder=None, held_since=None, asked=None, offered_to=asked)
    _tell(case, asked, now=now)
    return done(case, CaseAct.OFFERED, by=by, to=asked, words=words, now=now)


@transaction.atomic
def ask_colleague(case: Case, *, by: Member, to: str, words: str, version: int, now: datetime) -> Case:
    """Ask for a second pair of eyes: the colleague sees the whole case; it stays with whoever has it."""
    asked = colleague(case, to, by=by)
    change(case, by=by, version=version, asked=asked)
    _tell(case, asked, now=now)
    return done(case, CaseAct.ASKED, by=by, to=asked, words=words, now=now)


@transaction.atomic
def escalate(case: Case, *, by: Member, words: str, version: int, now: datetime) -> Case:
    """Pass a case on to the operators, who alone can take it from then on, as long as they take it in time.

    Whoever passes it on goes on with it until one of them does, so that nobody waits in between; an operator who wants
    another one gives it away.
    """
    change(case, by=by, version=version, escalated_at=now, opened_to_all_at=None)
    if not permissions.can_take_over(by, case):
        Case.objects.filter(pk=case.pk).update(holder=None, held_since=None, asked=None)
        case = _again(case)
    operators = [pk for pk in who_may_handle(case) if permissions.can_claim(Member.objects.get(pk=pk), case)]
    notify("safety.case", subject_id=case.pk, member_ids=operators, now=now)
    case = done(case, CaseAct.ESCALATED, by=by, words=words, now=now)
    open_to_all(case, left_by=by, now=now)
    return _again(case)


def open_what_operators_left(*, now: datetime) -> int:
    """Open to everybody at the desk what was passed on and no operator took in time; return how many."""
    waiting = Case.objects.open().filter(
        escalated_at__isnull=False, opened_to_all_at__isnull=True, holder=None
    )
    return sum(open_to_all(case, now=now) for case in waiting)


@transaction.atomic
def open_to_all(case: Case, *, left_by: Member | None = None, now: datetime) -> bool:
    """Open a case nobody has to everybody at the desk, if the operators left it; return whether it was.

    What cannot wait is told to all who may handle it but `left_by`, who gave it away just now.
    """
    if not is_left_by_operators(case, besides=left_by, now=now):
        return False
    left = Case.objects.open().filter(pk=case.pk, holder=None, version=case.version)
    if not left.update(opened_to_all_at=now, version=F("version") + 1):
        return False
    CaseNote.objects.create(case=case, act=CaseAct.OPENED, at=now)
    if case.band == Band.NOW:
        others = [pk for pk in who_may_handle(case) if left_by is None or pk != left_by.pk]
        notify("safety.case", subject_id=case.pk, member_ids=who_does_not_leave(case, others), now=now)
    announce_case(case)
    return True


@transaction.atomic
def write_note(case: Case, *, by: Member, words: str, now: datetime) -> CaseNote:
    """Add to the private log; for everybody who may see the case, so that whoever knows something can say it."""
    if not permissions.can_handle(by, case):
        raise PermissionDenied
    note = CaseNote.objects.create(case=case, by=by, words=words, at=now)
    announce_case(case)
    return note


def change(case: Case, *, by: Member, version: int, **changes: object) -> None:
    """Change a case one has, if it is as the page showed it; else CaseMoved."""
    own = Case.objects.filter(pk=case.pk, holder=by, closed_at__isnull=True, version=version)
    if not own.update(version=F("version") + 1, **changes):
        raise CaseMoved(_again(case))
    case.refresh_from_db()


def done(
    case: Case, act: str, *, by: Member, now: datetime, to: Member | None = None, words: str = ""
) -> Case:
    """Put an act into the log of the case and on the record, tell the desk, and return the case as it stands now."""
    CaseNote.objects.create(case=case, by=by, to=to, act=act, words=words, at=now)
    record(f"safety.case_{act}", by=by, now=now, about_id=case.about_id, subject=_name(case))
    case = _again(case)
    announce_case(case)
    return case


def _name(case: Case) -> str:
    return f"safety.case:{case.pk}"


def _again(case: Case) -> Case:
    return Case.objects.select_related("holder", "offered_to", "asked", "protocol").get(pk=case.pk)


def colleague(case: Case, name: str, *, by: Member) -> Member:
    """Return the colleague of this name who could work on the case; raise NotAColleague for others."""
    found = list_colleagues(case, viewer=by).filter(name=name).first()
    if found is None:
        raise NotAColleague
    return found


def _tell(case: Case, asked: Member, *, now: datetime) -> None:
    if permissions.can_handle(asked, case):
        notify("safety.asked", subject_id=case.pk, member_ids=[asked.pk], now=now)
