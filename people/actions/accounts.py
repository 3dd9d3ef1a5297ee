"""Joining, and changing the name and the passphrase one signs in with."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.queries import get_community
from people.actions.agreements import accept_agreement
from people.actions.devices import sign_out_everywhere
from people.models import Account, Agreement, FormerName, Member
from people.names import NameProblem, check_name, name_key
from people.queries import current_agreement, forget_viewer, is_name_free
from people.signals import name_changed, staff_acted

NAME_CHANGES = 3
_NAME_CHANGES_PER = timedelta(days=30)


class NameTaken(NameProblem):
    """Somebody is known by that name, by one that looks like it, or used to be."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody here already has that name, or one that looks like it. Please choose another.")
        )


@transaction.atomic
def sign_up(
    *,
    name: str,
    passphrase: str | None,
    now: datetime,
    agreement: Agreement | None = None,
    language: str = "",
    discreet: bool = False,
) -> Member:
    """Make an account and its member, who has accepted the agreement and is old enough: the door asks both.

    Refuses names nobody may take (NameProblem) and names that are taken (NameTaken). Without a passphrase
    nobody can sign in until one is given (people who came with an import).
    """
    name = _free_name(name)
    key = name_key(name)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(
                name_key=key, password=passphrase, language=language, discreet=discreet
            )
    except IntegrityError as taken:
        raise NameTaken from taken
    member = Member.objects.create(
        account=account, name=name, name_key=key, joined_at=now, avatar_seed=secrets.randbelow(2**31)
    )
    accept_agreement(member, agreement=agreement or current_agreement())
    return member


@transaction.atomic
def change_name(member: Member, *, name: str, now: datetime) -> None:
    """Let a member be known by another name, everywhere at once. The old one stays theirs; nobody else gets it."""
    name = _free_name(name, for_member=member)
    key, old_name = name_key(name), member.name
    if key != member.name_key:
        _refuse_many_changes(member, now)
        FormerName.objects.filter(member=member, name_key=key).delete()
        FormerName.objects.create(member=member, name_key=member.name_key, given_up_at=now)
    try:
        with transaction.atomic():
            Account.objects.filter(pk=member.account_id).update(name_key=key)
            Member.objects.filter(pk=member.pk).update(name=name, name_key=key)
    except IntegrityError as taken:
        raise NameTaken from taken
    member.name, member.name_key = name, key
    forget_viewer(member)
    name_changed.send(sender=Member, member=member, old_name=old_name)


@transaction.atomic
def change_passphrase(member: Member, *, passphrase: str) -> Account:
    """Set another passphrase and end every session; the caller may keep the one it holds."""
    account = Account.objects.get(pk=member.account_id)
    account.set_password(passphrase)
    account.save(update_fields=["password"])
    sign_out_everywhere(member)
    return account


@transaction.atomic
def give_passphrase(member: Member, *, passphrase: str) -> None:
    """Set a passphrase for somebody who lost theirs; for whoever has the server's command line, and on the record."""
    change_passphrase(member, passphrase=passphrase)
    staff_acted.send(None, act="people.passphrase_reset", by=None, about=member, details={})


@transaction.atomic
def set_appearance(member: Member, *, appearance: str, text_size: str, language: str) -> None:
    """Remember how pages look and read for this member."""
    Account.objects.filter(pk=member.account_id).update(
        appearance=appearance, text_size=text_size, language=language
    )
    forget_viewer(member)


@transaction.atomic
def set_language(member: Member, *, language: str) -> None:
    """Remember which language this member reads pages in."""
    Account.objects.filter(pk=member.account_id).update(language=language)
    forget_viewer(member)


@transaction.atomic
def set_discreet(member: Member, *, discreet: bool) -> None:
    """Let pages be neutral and leave no trace in this member's browsers, or let that be."""
    Account.objects.filter(pk=member.account_id).update(discreet=discreet)
    forget_viewer(member)


def _free_name(name: str, for_member: Member | None = None) -> str:
    name = check_name(name)
    if name_key(name) == name_key(get_community().name):
        raise NameProblem(_("That is the name of this place. Please choose another."))
    if not is_name_free(name, for_member=for_member):
        raise NameTaken
    return name


def _refuse_many_changes(member: Member, now: datetime) -> None:
    if (
        FormerName.objects.filter(member=member, given_up_at__gt=now - _NAME_CHANGES_PER).count()
        >= NAME_CHANGES
    ):
        raise NameProblem(
            _("You have changed your name three times in the last month. Please keep this one for a while.")
        )
