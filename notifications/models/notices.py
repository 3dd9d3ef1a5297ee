"""Notices: pointers to something that happened for one member. They hold no words people wrote."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, UPKEEP, Group, Privacy, for_period
from people.models import Member


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def listed(self) -> "NoticeQuerySet":
        """Only those that stand on the page of notices."""
        return self.filter(here=True)


class Notice(models.Model):
    """Something happened that this member asked to hear of. Who and what is looked up when it is read.

    There is one row for a member, kind and subject: when it happens again the row becomes new again. Not `here`: the
    member wants to hear of this kind outside only, so no page lists it.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    happened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    here = models.BooleanField(default=True)

    privacy = Privacy(
        what=_("That something happened you asked to hear of; a pointer, without words or names"),
        why=_("so that you find what is new for you"),
        group=Group.READING,
        of="member__account",
        kept=for_period("read_notices"),
        fields={"member": OWNER, "kind happened_at read_at here": OWN, "subject_id": UPKEEP},
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["member", "-happened_at", "-id"], name="notice_newest"),
            models.Index(fields=["read_at"], condition=models.Q(read_at__isnull=False), name="notice_read"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "subject_id"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
