"""Tokens for a member's own programs: shown once, kept by nobody. What is stored cannot sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, SECRET, UNTIL_TAKEN_BACK, Group, Privacy
from people.models.accounts import Account


class Scope(models.TextChoices):
    """What a program may do with its token. `staff` lends out the powers of a role, the others never do."""

    READ = "read", _("Read what I may read")
    WRITE = "write", _("Write and change things as me")
    EVENTS = "events", _("Hear what happens as it happens")
    STAFF = "staff", _("Use the powers of my role")


class AccessToken(models.Model):
    """One token for one program, until it expires or is taken back. `scopes` are words with spaces between."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    seen_date = models.DateField(null=True)

    privacy = Privacy(
        what=_("The tokens you gave to programs, what each may do, and on which day it was last used"),
        why=_("so that a program can act for you and you can take that back"),
        group=Group.SIGN_IN,
        of="account",
        kept=UNTIL_TAKEN_BACK,
        fields={"account": OWNER, "secret_hash": SECRET, "name scopes created_at expires_at seen_date": OWN},
    )

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def scope_set(self) -> frozenset[str]:
        return frozenset(self.scopes.split())

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes.split()]
