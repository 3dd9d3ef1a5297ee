"""Asking for a person with one press, and saying that one is safe. Both reach the desk without any words."""

from datetime import datetime, timedelta

from django.db import transaction

from notifications.actions import notify
from people.models import Member
from safety.actions.cases import open_case
from safety.events import announce_case
from safety.models import Band, Case, CaseAct, CaseNote, Concern, ScreenedText, Source
from safety.own_subjects import subject_of_member
from safety.queries import who_may_handle
from safety.subjects import Subject

HOUR, HELP_AN_HOUR = timedelta(hours=1), 5


@transaction.atomic
def ask_for_a_person(subject: Subject, *, helper: Member | None = None, now: datetime) -> Case:
    """Have somebody come: to talk with the author who asks, or to help somebody answer them.

    It joins the case that is open about the subject. Pressing again adds nothing. An author stays unnamed: their
    voice is in the case already. Nobody is refused: after asking for help a few times in an hour it is a case to have a
    look at, which nobody is disturbed for, unless the case is there already and more urgent.
    """
    band, act = (Band.SOON, CaseAct.HELP) if helper else (Band.NOW, CaseAct.TALK)
    is_quiet = helper is not None and _has_asked_a_lot(helper, now=now)
    if is_quiet:
        band = Band.LOOK
    case = open_case(subject, source=Source.REQUEST, band=band, concern=Concern.CRISIS, now=now)
    _, is_new = CaseNote.objects.get_or_create(case=case, act=act, by=helper, defaults={"at": now})
    if is_new and not (is_quiet and case.band == Band.LOOK):
        notify("safety.case", subject_id=case.pk, member_ids=who_may_handle(case), now=now)
    if is_new:
        announce_case(case)
    return case


def _has_asked_a_lot(helper: Member, *, now: datetime) -> bool:
    asked = CaseNote.objects.filter(by=helper, act=CaseAct.HELP, at__gt=now - HOUR)
    return asked.count() >= HELP_AN_HOUR


def ask_to_talk(member: Member, *, now: datetime) -> Case:
    """Have somebody of the desk come to talk with a member who asks from their own page or a conversation.

    The desk learns who asks and nothing else; whoever takes it writes to them.
    """
    return ask_for_a_person(subject_of_member(member), now=now)


def say_safe(member: Member, *, now: datetime) -> None:
    """Say that one is safe, about what one says of oneself; the offer goes."""
    tell_safe("people.member", member.pk, now=now)
    put_care_away(member)


def put_care_away(member: Member) -> None:
    """Offer nothing more because of what somebody says about themselves; nobody is told."""
    ScreenedText.objects.filter(subject_kind="people.member", subject_id=member.pk).update(shows_care=False)


@transaction.atomic
def tell_safe(kind: str, pk: int, *, now: datetime) -> None:
    """Note on the open case about this, if there is one, that its author says they are safe. It stays open."""
    case = Case.objects.open().filter(subject_kind=kind, subject_id=pk).first()
    if case:
        CaseNote.objects.create(case=case, act=CaseAct.SAFE, at=now)
        announce_case(case)
