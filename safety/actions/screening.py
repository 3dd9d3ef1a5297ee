"""Sorting what was written, in the transaction that saves it. It opens cases; it hides nothing itself."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from notifications.actions import notify
from people.models import Member
from people.queries import are_here
from safety.actions.cases import open_case
from safety.events import announce_case
from safety.models import Band, Case, CaseAct, CaseNote, ScreenedText, Source
from safety.own_subjects import subject_of_member
from safety.queries import band_of, held_for, screening_rules, who_may_handle
from safety.screening import Context, Reason, screen
from safety.sorting import Sorted
from safety.subjects import Subject


@transaction.atomic
def screen_written(
    subject: Subject, *, by: Member, now: datetime, answers: int = 0, may_hold: bool = True, asks: bool = True,
    waits: bool = False,
) -> Sorted:  # fmt: skip
    """Sort what somebody wrote or changed, keep what came out, and open a case where a person should look.

    `answers` is the subject of the same kind it answers. Where `held_for` comes back, the caller keeps others from
    seeing it until a person looked. Without `asks` what came out is only kept: for what was written long ago. What
    `waits` already stays held for what it was held for first: nobody learns from changing it which words would pass.
    """
    around = Context(title=subject.title, answering=band_of(subject.kind, answers) if answers else "none")
    found = screen(subject.text, None, around)
    rules = screening_rules()
    account_days = max(0, (now - by.joined_at).days)
    said = rules.sort(found.concerns, account_days=account_days)
    if said.held_for and not may_hold:
        said = replace(said, held_for="")
    if waits:
        said = replace(said, held_for=held_for(subject.kind, subject.pk))
    ScreenedText.objects.update_or_create(
        subject_kind=subject.kind,
        subject_id=subject.pk,
        defaults={
            "about": by, "band": said.band, "concern": said.concern if said.band else "", "held_for": said.held_for,
            "shows_care": said.shows_care,
            "account_days": account_days, "model": found.model, "screened_at": now,
            "concerns": {name: round(chance, 3) for name, chance in found.concerns.items()},
            "reasons": [_without_words(reason) for reason in found.reasons],
        },
    )  # fmt: skip
    if said.band and asks:
        case = open_case(subject, source=Source.SCREENING, band=said.band, concern=said.concern, now=now)
        if said.band == Band.SOON and said.shows_care:
            notify("safety.case", subject_id=case.pk, member_ids=are_here(who_may_handle(case)), now=now)
    return said


def _without_words(reason: Reason) -> dict[str, Any]:
    return {
        "concern": reason.concern, "kind": reason.kind, "start": reason.start, "end": reason.end,
        "in_title": reason.in_title, "softened": list(reason.softened),
    }  # fmt: skip


@transaction.atomic
def tell_changed(kind: str, pk: int, *, now: datetime) -> None:
    """Note on the open case about this, if there is one, that its author changed the words, and move it on: whoever
    was about to decide sees what they say now first."""
    case = Case.objects.open().filter(subject_kind=kind, subject_id=pk).first()
    if case:
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
        CaseNote.objects.create(case=case, act=CaseAct.CHANGED, at=now)
        announce_case(case)


def screen_profile(member: Member, *, now: datetime) -> None:
    """Sort what a member says about themselves to others. A profile is never held."""
    subject = subject_of_member(member)
    if subject.text or ScreenedText.objects.filter(subject_kind=subject.kind, subject_id=subject.pk).exists():
        screen_written(subject, by=member, may_hold=False, now=now)


def forget_old_screenings(*, now: datetime) -> int:
    """Delete what is kept longer than it may be; return how many."""
    old = ScreenedText.objects.filter(screened_at__lt=now - settings.RETENTION["screenings"])
    return old.delete()[0]
