"""The outbox: what happened, written in the transaction in which it happened, told after it committed."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import OWNER, UPKEEP, Group, Privacy, for_period
from live.transaction_id import CurrentTransactionId


def _told_of(account: Any) -> Q:
    """Events this account's member caused or is pointed at by, under their name, and those told to them alone."""
    number = account.member.pk
    return Q(actor_id=number) | Q(author_id=number) | Q(channels__contains=f" member:{number} ")


class OutboxEvent(models.Model):
    """One thing that happened, as a pointer. It never carries words people wrote, nor who wrote them.

    `channels` are the names of those who hear it, each between spaces: " thread:12 space:3 ". One row for
    all of them gives the event one number, so that a stream on several channels hears it once.

    `actor_id` is the member whose named act this was, `author_id` the one under whose name the words stand that it
    points at; or null. Both stay on the server: streams of members who may not see one of the two leave the event out.
    """

    transaction_id = models.BigIntegerField(db_default=CurrentTransactionId(), editable=False)
    channels = models.TextField()
    kind = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    actor_id = models.BigIntegerField(null=True)
    author_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        what=_("That something happened, in numbers, without words"),
        why=_("so that open pages change by themselves"),
        group=Group.UPKEEP,
        of=_told_of,
        kept=for_period("events"),
        by_its_feature=True,
        fields={
            "actor_id author_id channels": OWNER,
            "transaction_id kind data created_at": UPKEEP,
        },
    )

    class Meta:
        indexes = [
            models.Index(fields=["transaction_id", "id"], name="outbox_commit_order"),
            models.Index(fields=["created_at"], name="outbox_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.channels.strip()}"
