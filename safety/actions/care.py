"""Choosing a buddy, asking whether they are all right, and writing a few words after something hard."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from notifications.actions import notify
from people.models import Member
from safety import permissions
from safety.models import Buddy, Case, Debrief
from safety.models.care import BuddyAnswer
from safety.queries import can_debrief, get_buddy_page, list_possible_buddies


class NoSuchHelper(ValueError):
    """The name is of no helper one could choose."""


@transaction.atomic
def choose_buddy(member: Member, *, name: str, now: datetime) -> Buddy:
    """Ask a helper to be one's buddy, or accept one who asked; raise NoSuchHelper for other names.

    A buddy one had until now is let go. The other is told; if they chose this member too, the two are buddies.
    """
    if not permissions.can_be_on_duty(member):
        raise PermissionDenied
    other = list_possible_buddies(member).filter(name=name).first()
    if other is None:
        raise NoSuchHelper
    known = Buddy.objects.filter(member=member).first()
    if known is not None and known.other_id == other.pk:
        return known
    end_buddies(member)
    chosen = Buddy.objects.create(member=member, other=other, chosen_at=now)
    notify("safety.buddy", subject_id=chosen.pk, member_ids=[other.pk], actor_id=member.pk, now=now)
    return chosen


@transaction.atomic
def end_buddies(member: Member) -> None:
    """Have no buddy any more, on both sides; nobody is asked why."""
    own = Buddy.objects.filter(member=member).first()
    if own is not None:
        Buddy.objects.filter(Q(pk=own.pk) | Q(member=own.other_id, other=member)).delete()


def decline_buddy(member: Member, *, name: str) -> None:
    """Say no to somebody who asked; nobody asks why."""
    Buddy.objects.filter(other=member, member__name=name).delete()


@transaction.atomic
def ask_buddy(member: Member, *, now: datetime) -> None:
    """Ask one's buddy whether they are all right. Both have to have chosen each other."""
    page = get_buddy_page(member, now=now)
    if page.own is None or page.theirs is None:
        return
    Buddy.objects.filter(pk=page.own.pk).update(asked_at=now, answer="", answered_at=None)
    notify(
        "safety.buddy_asks",
        subject_id=page.own.pk,
        member_ids=[page.own.other_id],
        actor_id=member.pk,
        now=now,
    )


@transaction.atomic
def answer_buddy(member: Member, *, answer: str, now: datetime) -> None:
    """Answer one's buddy's question with one of three presses."""
    theirs = get_buddy_page(member, now=now).theirs
    if theirs is None or theirs.asked_at is None:
        return
    Buddy.objects.filter(pk=theirs.pk).update(answer=BuddyAnswer(answer), answered_at=now)
    notify(
        "safety.buddy_answers",
        subject_id=theirs.pk,
        member_ids=[theirs.member_id],
        actor_id=member.pk,
        now=now,
    )


@transaction.atomic
def write_debrief(
    case: Case, *, by: Member, feeling: str, words: str, is_shared: bool, now: datetime
) -> Debrief:
    """Keep a few words about a case one had, sealed, for oneself or for those who lead; again replaces them."""
    if not can_debrief(by, case):
        raise PermissionDenied
    said, _ = Debrief.objects.update_or_create(
        case=case, member=by,
        defaults={
            "feeling": feeling, "words": words, "written_at": now, "shared_at": now if is_shared else None,
        },
    )  # fmt: skip
    return said


def forget_old_debriefs(*, now: datetime) -> int:
    """Delete debriefs once their period is over; return how many."""
    return Debrief.objects.filter(written_at__lt=now - settings.RETENTION["debriefs"]).delete()[0]
