"""Sorting what was written, in the transaction that saves it. It opens cases; it hides nothing itself."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from core.pace import count_change
from notifications.actions import notify
from people.models import Member
from people.queries import are_here
from safety.actions.cases import open_case
from safety.events import announce_case
from safety.models import Band, Case, CaseAct, CaseNote, ScreenedText, Source
from safety.own_subjects import subject_of_member
from safety.queries import band_of, held_for, screening_rules, who_may_handle
from safety.screening import Context, Reason, Screening, screen
from safety.sorting import Sorted
from safety.subjects import Subject

UNKNOWN = "unknown"  # what something was held for, once that is forgotten


@transaction.atomic
def screen_written(
    subject: Subject, *, by: Member, now: datetime, answers: int = 0, may_hold: bool = True, asks: bool = True,
    waits: bool = False, changed: bool = False,
) -> Sorted:  # fmt: skip
    """Sort what somebody wrote or changed, keep what came out, and open a case where a person should look.

    `answers` is the subject of the same kind it answers. Where `held_for` comes back, the caller keeps others from
    seeing it until a person looked, and lets up what `waits` where none does any more. Without `asks` what came out is
    only kept: for what was written long ago. What is `changed` too often in an hour raises ChangedTooOften.
    """
    around = Context(title=subject.title, answering=band_of(subject.kind, answers) if answers else "none")
    found = screen(subject.text, None, around)
    account_days = max(0, (now - by.joined_at).days)
    said = screening_rules().sort(found.concerns, account_days=account_days)
    if said.held_for and not may_hold:
        said = replace(said, held_for="")
    is_let_up = waits and said.in_pain and not said.held_for
    if waits and not is_let_up:
        said = replace(said, held_for=_waits_for(subject))
    if changed:
        _note_change(subject, in_pain=said.in_pain, now=now)
    _keep(subject, said, found, by=by, account_days=account_days, now=now)
    if said.band and asks:
        case = open_case(subject, source=Source.SCREENING, band=said.band, concern=said.concern, now=now)
        if said.band == Band.SOON and said.shows_care:
            notify("safety.case", subject_id=case.pk, member_ids=are_here(who_may_handle(case)), now=now)
    if is_let_up:
        _note_on_case(subject, CaseAct.LET_UP, now=now)
    return said


def _waits_for(subject: Subject) -> str:
    """Return what a text was held for first: nobody learns from changing it which words would pass."""
    return held_for(subject.kind, subject.pk) or UNKNOWN


def _note_change(subject: Subject, *, in_pain: bool, now: datetime) -> None:
    """Have whoever decides read what it says now first. Whoever is in pain is never told to wait."""
    if not in_pain:
        count_change(f"{subject.kind}:{subject.pk}", now=now)
    _note_on_case(subject, CaseAct.CHANGED, now=now)


def _note_on_case(subject: Subject, act: CaseAct, *, now: datetime) -> None:
    """Put an act of the author's into the log of the open case, if there is one, and move it on."""
    case = Case.objects.open().filter(subject_kind=subject.kind, subject_id=subject.pk).first()
    if case:
        Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
        CaseNote.objects.create(case=case, act=act, at=now)
        announce_case(case)


def _keep(
    subject: Subject, said: Sorted, found: Screening, *, by: Member, account_days: int, now: datetime
) -> None:
    """Keep how a text was sorted, without a word of it."""
    ScreenedText.objects.update_or_create(
        subject_kind=subject.kind,
        subject_id=subject.pk,
        defaults={
            "about": by, "band": said.band, "concern": said.concern if said.band else "",
            "held_for": "" if said.held_for == UNKNOWN else said.held_for, "shows_care": said.shows_care,
            "account_days": account_days, "model": found.model, "screened_at": now,
            "concerns": {name: round(chance, 3) for name, chance in found.concerns.items()},
            "reasons": [_without_words(reason) for reason in found.reasons],
        },
    )  # fmt: skip


def _without_words(reason: Reason) -> dict[str, Any]:
    return {
        "concern": reason.concern, "kind": reason.kind, "start": reason.start, "end": reason.end,
        "in_title": reason.in_title, "softened": list(reason.softened),
    }  # fmt: skip


def screen_profile(member: Member, *, now: datetime) -> None:
    """Sort what a member says about themselves to others, after it changed. A profile is never held."""
    screen_written(subject_of_member(member), by=member, may_hold=False, changed=True, now=now)


def forget_old_screenings(*, now: datetime) -> int:
    """Delete what is kept longer than it may be; return how many."""
    old = ScreenedText.objects.filter(screened_at__lt=now - settings.RETENTION["screenings"])
    return old.delete()[0]
