"""The operator's settings of the desk, and forgetting what is old."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from people.models import Member
from safety import permissions
from safety.actions.audit import record
from safety.models import Case, CaseNote, DeskSettings, ScreeningSettings


@transaction.atomic
def set_clocks(
    *, by: Member, now_minutes: int, soon_hours: int, look_hours: int, now: datetime
) -> DeskSettings:
    """Set how long each band may wait; cases that are open keep the clock they came under."""
    if not permissions.can_set_clocks(by):
        raise PermissionDenied
    clocks, _ = DeskSettings.objects.update_or_create(
        pk=1, defaults={"now_minutes": now_minutes, "soon_hours": soon_hours, "look_hours": look_hours}
    )
    record(
        "safety.clocks_set", by=by, now=now,
        details={"now_minutes": now_minutes, "soon_hours": soon_hours, "look_hours": look_hours},
    )  # fmt: skip
    return clocks


@transaction.atomic
def name_lead(*, lead: Member | None, by: Member, now: datetime) -> None:
    """Name the safeguarding lead, one of those who handle reports, or nobody."""
    if not permissions.can_name_lead(by):
        raise PermissionDenied
    DeskSettings.objects.update_or_create(pk=1, defaults={"lead": lead})
    record("safety.lead_named", by=by, now=now, about_id=lead.pk if lead else None)


@transaction.atomic
def set_screening(
    *, by: Member, numbers: Mapping[str, Mapping[str, float | None]], young_days: int, now: datetime
) -> None:
    """Set from which number on texts are looked at and held; cases that are open stay as they are."""
    if not permissions.can_set_clocks(by):
        raise PermissionDenied
    ScreeningSettings.objects.update_or_create(pk=1, defaults={"numbers": numbers, "young_days": young_days})
    told: dict[str, int | str | bool | None] = {
        f"{name}_{act}": None if number is None else round(number * 100)
        for name, acts in numbers.items()
        for act, number in acts.items()
    }
    record("safety.screening_set", by=by, now=now, details=told | {"young_days": young_days})


def empty_notes_about(member: Member) -> None:
    """Take what staff noted about somebody who leaves out of the private logs."""
    CaseNote.objects.filter(case__about=member).update(words="")


def forget_old_cases(*, now: datetime) -> int:
    """Delete cases closed longer ago than they are kept, with their logs and decisions; return how many."""
    old = Case.objects.filter(closed_at__lt=now - settings.RETENTION["closed_cases"])
    count = old.count()
    old.delete()
    return count
