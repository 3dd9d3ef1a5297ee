"""What the safety desk does when something happens below it; each receiver calls one action."""

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from people.models import Member
from people.signals import account_closing, profile_written, staff_acted
from safety.actions import empty_notes_about, record, screen_profile


@receiver(staff_acted, dispatch_uid="safety.record")
def put_on_record(
    sender: Any,
    *,
    act: str,
    by: Member | None,
    about: Member | None,
    details: Mapping[str, Any],
    **extra: Any,
) -> None:
    record(act, by=by, now=timezone.now(), about_id=about.pk if about else None, details=details)


@receiver(account_closing, dispatch_uid="safety.notes")
def forget_notes(sender: Any, *, member: Member, **extra: Any) -> None:
    empty_notes_about(member)


@receiver(profile_written, dispatch_uid="safety.profiles")
def sort_profile(sender: Any, *, member: Member, is_other: bool, **extra: Any) -> None:
    if is_other:
        screen_profile(Member.objects.get(pk=member.pk), now=timezone.now())
