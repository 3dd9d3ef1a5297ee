"""Asking the next day how somebody is: a case of its own, for a named person, that does not run out unseen."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from notifications.actions import notify
from people.models import Member
from people.permissions import allows
from safety import permissions
from safety.actions.audit import record
from safety.actions.protocols import protocol_for
from safety.events import announce_case
from safety.models import Band, Case, CaseAct, CaseNote, Source
from safety.queries import who_may_handle
from safety.subjects import Subject

AFTER = timedelta(hours=24)
A_DAY = timedelta(days=1)


@transaction.atomic
def plan_follow_up(case: Case, *, by: Member, who: Member, now: datetime) -> Case:
    """Have somebody asked in a day how they are, by a person named for it; once for each case.

    It waits in the list under that person's name; whoever is there can take it.
    """
    facts = {
        "source": Source.FOLLOW_UP, "band": Band.SOON, "concern": case.concern, "place": case.place,
        "about_id": case.about_id, "is_anonymous": case.is_anonymous, "opened_at": now, "due_at": now + AFTER,
        "protocol": protocol_for(case.concern), "follows": case, "offered_to": who,
    }  # fmt: skip
    planned, is_new = Case.objects.get_or_create(
        subject_kind="safety.case", subject_id=case.pk, closed_at=None, defaults=facts
    )
    if is_new:
        CaseNote.objects.create(case=case, by=by, to=who, act=CaseAct.FOLLOW_UP, at=now)
        record(
            "safety.follow_up_planned", by=by, now=now, about_id=case.about_id, subject=f"safety.case:{case.pk}",
            details={"for": who.pk},
        )  # fmt: skip
        if who.pk != by.pk and permissions.can_handle(who, planned):
            notify("safety.asked", subject_id=planned.pk, member_ids=[who.pk], now=now)
        announce_case(planned)
    return planned


@transaction.atomic
def ask_after(subject: Subject, *, concern: str, first_choice: Iterable[int] = (), now: datetime) -> Case:
    """Have somebody asked in a day how they are, who left in distress or asked for it; one open case a subject.

    It waits under the name of the first of these who may handle it, or of the lead, or of anybody at the desk.
    """
    facts = {
        "source": Source.FOLLOW_UP, "band": Band.SOON, "concern": concern, "place": subject.place,
        "about_id": subject.author_id, "is_anonymous": subject.is_anonymous, "opened_at": now, "due_at": now + AFTER,
        "protocol": protocol_for(concern),
    }  # fmt: skip
    planned, is_new = Case.objects.get_or_create(
        subject_kind=subject.kind, subject_id=subject.pk, closed_at=None, defaults=facts
    )
    if is_new and (named := _first_of(planned, first_choice)):
        planned.offered_to = named
        planned.save(update_fields=["offered_to"])
        notify("safety.asked", subject_id=planned.pk, member_ids=[named.pk], now=now)
    announce_case(planned)
    return planned


def _first_of(case: Case, first_choice: Iterable[int]) -> Member | None:
    staff = {one.pk: one for one in Member.objects.filter(pk__in=who_may_handle(case)).order_by("pk")}
    leads = [pk for pk, one in staff.items() if permissions.is_lead(one)]
    return next((staff[pk] for pk in (*first_choice, *leads, *staff) if pk in staff), None)


def raise_late_follow_ups(*, now: datetime) -> int:
    """Move follow-ups nobody did in time to the top and tell who answers for them, once a day until they are done.

    First the person named for it and the lead, and after a day the operators as well; return how many were told about.
    """
    late = Case.objects.open().filter(_not_told_lately(now), source=Source.FOLLOW_UP, due_at__lt=now)
    return sum(_raise(case, now=now) for case in late)


def _not_told_lately(now: datetime) -> Q:
    return Q(told_late_at__isnull=True) | Q(told_late_at__lte=now - A_DAY)


@transaction.atomic
def _raise(case: Case, *, now: datetime) -> bool:
    waiting = Case.objects.open().filter(_not_told_lately(now), pk=case.pk)
    if not waiting.update(band=Band.NOW, told_late_at=now, version=F("version") + 1):
        return False
    notify("safety.follow_up_late", subject_id=case.pk, member_ids=_who_hears(case, now=now), now=now)
    announce_case(case)
    return True


def _who_hears(case: Case, *, now: datetime) -> list[int]:
    """Return whom to tell; never nobody while somebody could do something about it."""
    staff = list(Member.objects.filter(pk__in=who_may_handle(case)))
    operators = [one.pk for one in staff if allows(one, "handle_escalations")]
    leads = [one.pk for one in staff if permissions.is_lead(one)]
    named = [one.pk for one in staff if one.pk == (case.holder_id or case.offered_to_id)]
    is_longer = now - case.due_at >= A_DAY
    return sorted({*named, *leads, *(operators if is_longer or not leads else [])}) or [
        one.pk for one in staff
    ]
