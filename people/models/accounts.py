"""Who signs in. Nothing here is ever shown to another member."""

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, SECRET, UPKEEP, WITH_ACCOUNT, Group, Privacy, for_period
from people.browsers import in_words


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(name_key=username)

    def create_user(self, name_key: str, password: str | None = None, **fields: Any) -> "Account":
        """Make an account that signs in by this name key."""
        account = self.model(name_key=name_key, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in: the key of a name (see people.names) and a passphrase; nothing else."""

    name_key = models.CharField(max_length=120, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    appearance = models.CharField(
        max_length=8,
        default="system",
        choices=[("system", _("System")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    text_size = models.CharField(
        max_length=8,
        default="normal",
        choices=[("normal", _("Normal")), ("large", _("Large")), ("largest", _("Largest"))],
    )
    discreet = models.BooleanField(default=False)
    language = models.CharField(max_length=12, blank=True, default="")  # "" reads what the browser asks for

    privacy = Privacy(
        what=_("The name you sign in with, and how pages look to you; of your passphrase only a fingerprint"),
        why=_("so that you, and nobody else, can sign in as you"),
        group=Group.SIGN_IN,
        of="pk",
        kept=WITH_ACCOUNT,
        fields={
            "name_key last_login created_at appearance text_size discreet language": OWN,
            "password": SECRET,
            "is_active": UPKEEP,
        },
    )

    USERNAME_FIELD = "name_key"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    is_staff = False
    is_superuser = False

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(_as_typed_anywhere(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(_as_typed_anywhere(raw_password) or "")


def _as_typed_anywhere(passphrase: str | None) -> str | None:
    """Return one form for a passphrase: keyboards differ in how they write accents, and some send broken letters."""
    if passphrase is None:
        return None
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace").decode()


class Device(models.Model):
    """A browser that is signed in. It says what kind of browser, never where."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    description = models.CharField(max_length=80)
    signed_in_at = models.DateTimeField(auto_now_add=True)
    seen_date = models.DateField(auto_now_add=True)

    @property
    def in_words(self) -> str:
        """Its description in the reader's language."""
        return in_words(self.description)

    privacy = Privacy(
        what=_("Which kinds of browser you are signed in with, and on which day each was last used"),
        why=_("so that you can see and end what you did not start; where you are is not stored"),
        group=Group.SIGN_IN,
        of="account",
        kept=for_period("sign_ins"),
        fields={
            "account": OWNER,
            "session_key": SECRET,
            "description signed_in_at seen_date": OWN,
        },
    )
