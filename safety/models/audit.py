"""The record: what staff did, and every look at private content. Rows are added and never changed.

It holds codes and numbers, no words and no names, so that it can stay when an account goes. Each row carries a
digest of itself and of the row before it, made with a key outside the database (safety.chain).
"""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import RECORDED, UPKEEP, WITH_COMMUNITY, Group, Privacy, upkeep


class NeverChanged(TypeError):
    """Somebody tried to change or delete a row of the record."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **changes: Any) -> NoReturn:
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged


def _who_it_is_about(account: Any) -> Q:
    return Q(about_id=account.member.pk)


class AuditEntry(models.Model):
    """One act. `number` counts without gaps; people and things are plain numbers, which outlive what they name.

    `actor_id` is None for whoever had the server's command line, `about_id` for what concerns no single member.
    `subject` is a thing as "forum.post:12". `details` holds codes and numbers.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=12, blank=True)
    about_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    privacy = Privacy(
        what=_(
            "What people running this place did that concerns you, and when they looked at what only you see"
        ),
        why=_("so that nobody can look or act unseen"),
        group=Group.CARE,
        of=_who_it_is_about,
        kept=WITH_COMMUNITY,
        by_its_feature=True,
        stays_because=_(
            "the record can only be trusted if nothing is ever taken out of it. It holds numbers, no words and no "
            "names; once you are gone, your number leads to nobody"
        ),
        fields={
            "at act role reason": RECORDED,
            "number actor_id about_id subject details digest": UPKEEP,
        },
    )

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["about_id", "-number"], name="audit_about_member")]

    def __str__(self) -> str:
        return f"entry {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise NeverChanged


class AuditHead(models.Model):
    """The newest entry's number and digest: one row, locked while the next entry is added."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)

    privacy = upkeep("number digest")

    def __str__(self) -> str:
        return f"at {self.number}"
