"""The e-mail address somebody may give to come back in by. Nobody but its owner ever sees it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, WITH_ACCOUNT, Group, Privacy
from core.sealing import EncryptedTextField
from people.models.accounts import Account


class RecoveryAddress(models.Model):
    """One address of an account, sealed. It is used once its owner has answered a note that was sent to it."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="recovery_address")
    address = EncryptedTextField()
    verified_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("Your e-mail address, if you gave one"),
        why=_("so that you can come back in when you lost your passphrase"),
        group=Group.SIGN_IN,
        of="account",
        kept=WITH_ACCOUNT,
        fields={"account": OWNER, "address verified_at": OWN},
    )
