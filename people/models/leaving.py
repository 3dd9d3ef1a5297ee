"""Taking one's things along and closing an account: what is stored while that is under way, and shortly after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, SECRET, UPKEEP, Group, Privacy, for_period
from core.sealing import EncryptedTextField
from people.models.accounts import Account


class Export(models.Model):
    """Somebody's *Everything about me* being made, or waiting to be fetched. The file is sealed with `secret`."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="export")
    file_key = models.CharField(max_length=64, unique=True)
    secret = EncryptedTextField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("The file with everything about you, once you asked for it and until you fetched it"),
        why=_("so that you can take your things along"),
        group=Group.PROFILE,
        of="account",
        kept=for_period("exports"),
        fields={
            "account": OWNER,
            "file_key secret": SECRET,
            "asked_at": OWN,
            "done total ready_at": UPKEEP,
        },
    )


class ClosingChoice(models.TextChoices):
    """What becomes of the words of somebody who goes."""

    ERASE = "erase", _("Erase my words")
    UNLINK = "unlink", _("Leave my words, unlink my name")


class Closing(models.Model):
    """An account that is to be closed, and afterwards the receipt: a reference, a choice and a day, of nobody.

    What staff decided (`by_staff`) its member cannot take back; they can ask for another look at the decision.
    """

    account = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, related_name="closing")
    choice = models.CharField(max_length=8, choices=ClosingChoice)
    reference_hash = models.CharField(max_length=64, unique=True)
    due_at = models.DateTimeField()
    by_staff = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(default=0)
    finished_date = models.DateField(null=True)

    STEPS = 4

    privacy = Privacy(
        what=_("That an account is to be closed; afterwards a receipt that says no more than a day"),
        why=_("so that you can change your mind first, and know later that it was done"),
        group=Group.PROFILE,
        of="account",
        kept=for_period("receipts"),
        fields={
            "account": OWNER,
            "choice due_at by_staff": OWN,
            "reference_hash": SECRET,
            "step finished_date": UPKEEP,
        },
    )


class ClosedName(models.Model):
    """A name of an account that was closed, as a mark that only the installation's key can compare with a name."""

    name_mark = models.CharField(max_length=64, unique=True)
    free_from = models.DateField()

    privacy = Privacy(
        what=_("A mark made from the name of a closed account; the name cannot be read from it"),
        why=_("so that nobody can step into the name of somebody who left"),
        group=Group.CARE,
        of=None,
        kept=for_period("closed_names"),
        fields={"name_mark free_from": UPKEEP},
    )
