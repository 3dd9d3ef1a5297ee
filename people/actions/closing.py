"""Closing an account: asked for, taken back, carried out. Afterwards nothing joins what is left to the person."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from core import remnants
from core.jobs import enqueue
from core.privacy import Closing as Fate
from core.privacy import classified_models, rows_of
from live.actions import forget_member
from people.actions.devices import sign_out_everywhere
from people.actions.exports import drop_export
from people.actions.roles import LastOperator
from people.models import Account, ClosedName, Closing, ClosingChoice, FormerName, Member, Role
from people.queries import forget_viewer, reference_hash
from people.queries.members import mark_of_name
from people.signals import account_closing, staff_acted

WORDS_GONE, FILES_GONE, REMNANTS_GONE, DONE = range(1, 5)
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
KEPT_BY_US = {"people.account", "people.member", "people.closing", "people.formername"}


@transaction.atomic
def ask_to_close(
    member: Member, *, choice: str, at_once: bool, now: datetime, by_operator: bool = False
) -> str:
    """Have an account closed, at once or after the days to change one's mind; return the receipt's reference.

    Signs the member out everywhere and hides their page. Refuses the only operator (LastOperator). Done for somebody
    from the server's command line (`by_operator`), it goes on the record.
    """
    _refuse_last_operator(member)
    reference = secrets.token_urlsafe(12)
    closing, _ = Closing.objects.update_or_create(
        account_id=member.account_id,
        defaults={
            "choice": choice,
            "reference_hash": reference_hash(reference),
            "due_at": now if at_once else now + settings.RETENTION["change_of_mind"],
        },
    )
    if by_operator:
        staff_acted.send(None, act="people.closing_asked", by=None, about=member, details={"choice": choice})
    sign_out_everywhere(member)
    forget_viewer(member)
    if at_once:
        _start(closing)
    return reference


@transaction.atomic
def stay(member: Member) -> None:
    """Take one's closing back; everything is as it was. What staff decided stays as it is."""
    Closing.objects.filter(account_id=member.account_id, step=0, by_staff=False).delete()
    forget_viewer(member)


@transaction.atomic
def close_by_staff(member: Member, *, by: Member, now: datetime) -> None:
    """Have an account closed in two weeks, with its words, by a decision its member can read and have looked at again.

    Signs them out everywhere and hides their page. Refuses the only operator (LastOperator). Safety asks who may.
    """
    ask_to_close(member, choice=ClosingChoice.ERASE, at_once=False, now=now)
    Closing.objects.filter(account_id=member.account_id).update(by_staff=True)
    staff_acted.send(None, act="people.closing_asked", by=by, about=None, details={})


@transaction.atomic
def put_off_closing(member: Member, *, until: datetime) -> None:
    """Move the day on which an account closes by a decision, while somebody looks at it again."""
    Closing.objects.filter(account_id=member.account_id, step=0, by_staff=True).update(due_at=until)
    forget_viewer(member)


@transaction.atomic
def reopen(member: Member, *, by: Member) -> bool:
    """Take back that staff had an account closed; return whether there was still time."""
    standing = Closing.objects.filter(account_id=member.account_id, step=0, by_staff=True)
    was_there = bool(standing.delete()[0])
    forget_viewer(member)
    if was_there:
        staff_acted.send(None, act="people.closing_taken_back", by=by, about=None, details={})
    return was_there


def close_due(*, now: datetime) -> int:
    """Start closing the accounts whose days to change their mind are over; return how many."""
    due = list(Closing.objects.filter(finished_date__isnull=True, due_at__lte=now))
    for closing in due:
        _start(closing)
    return len(due)


def carry_out(closing_id: int, *, now: datetime) -> None:
    """Close an account whose time has come; may be run again after it was stopped anywhere."""
    closing = Closing.objects.filter(pk=closing_id, finished_date__isnull=True, due_at__lte=now).first()
    if closing is None:
        return
    files = _take_apart(closing, now=now) if closing.account_id else []
    for name in files:
        default_storage.delete(name)
    remnants.delete_files_nobody_points_to()
    _advance(closing, FILES_GONE)
    remnants.overwrite_deleted()
    _advance(closing, REMNANTS_GONE)
    Closing.objects.filter(pk=closing.pk).update(step=DONE, finished_date=now.date())


def forget_receipts(*, now: datetime) -> None:
    """Delete old receipts, and let names be taken again whose time is over."""
    Closing.objects.filter(finished_date__lt=(now - settings.RETENTION["receipts"]).date()).delete()
    ClosedName.objects.filter(free_from__lte=now.date()).delete()


def _start(closing: Closing) -> None:
    enqueue(close_now, closing.pk)


def close_now(closing_id: int) -> None:
    """Close one account: the background's way to `carry_out`."""
    carry_out(closing_id, now=timezone.now())


def get_nobody() -> Member:
    """Return who stands for the authors of words whose accounts are closed: nobody, who cannot sign in or be found."""
    key = "*nobody*"  # no name has this key
    found = Member.objects.filter(name_key=key).first()
    if found:
        return found
    account = Account.objects.create_user(name_key=key, password=None, is_active=False)
    name = gettext("Somebody who left")
    return Member.objects.create(account=account, name=name, name_key=key, joined_at=_ALWAYS)


@transaction.atomic
def _take_apart(closing: Closing, *, now: datetime) -> list[str]:
    """Delete or cut off every row of this account in one transaction; return the files that go with it."""
    account = Account.objects.select_for_update().get(closing=closing)
    member = Member.objects.get(account=account)
    _refuse_last_operator(member)
    member_id = member.pk
    drop_export(member)
    sign_out_everywhere(member)
    _delete_own_rows(account)
    told = account_closing.send(sender=Member, member=member, choice=closing.choice)
    files = [name for _, names in told for name in names or ()]
    _empty_in_rows_of_others(account)
    _keep_names_from_others(member, now=now)
    Closing.objects.filter(pk=closing.pk).update(account=None, step=WORDS_GONE)
    forget_viewer(member)
    account.delete()
    forget_member(member_id)
    return files


def _delete_own_rows(account: Account) -> None:
    """Delete what nobody else would miss; what others read, the feature it belongs to looks after."""
    for model, privacy in classified_models():
        if privacy.of and not privacy.by_its_feature and model._meta.label_lower not in KEPT_BY_US:
            rows_of(account, model).delete()


def _empty_in_rows_of_others(account: Account) -> None:
    for model, privacy in classified_models():
        for name, how in privacy.handlings.items():
            if how.of and how.when_name_unlinked is Fate.EMPTIED:
                field: Any = model._meta.get_field(name)
                rows_of(account, model, how.of).update(**{name: _nothing(field)})


def _nothing(field: models.Field[Any, Any]) -> str | None:
    return None if field.null else ""


def _keep_names_from_others(member: Member, *, now: datetime) -> None:
    former: Iterable[str] = FormerName.objects.filter(member=member).values_list("name_key", flat=True)
    free_from = (now + settings.RETENTION["closed_names"]).date().replace(day=1)
    marks = {mark_of_name(key) for key in (member.name_key, *former)}
    ClosedName.objects.bulk_create(
        [ClosedName(name_mark=mark, free_from=free_from) for mark in marks], ignore_conflicts=True
    )


def _advance(closing: Closing, step: int) -> None:
    Closing.objects.filter(pk=closing.pk).update(step=step)


def _refuse_last_operator(member: Member) -> None:
    operators = Member.objects.present().filter(role=Role.OPERATOR)
    if member.role == Role.OPERATOR and not operators.exclude(pk=member.pk).exists():
        raise LastOperator
