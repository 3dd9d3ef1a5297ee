"""What came from elsewhere, so that the same file can be imported twice without doubling."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, WITH_ACCOUNT, Group, Privacy
from forum.models.posts import Post
from forum.models.threads import Thread


def _brought_over_for(account: Any) -> Q:
    own = {"author__account": account.pk}
    return (
        Q(kind="member", object_id=account.member.pk)
        | Q(kind="thread", object_id__in=Thread.objects.filter(**own).values("pk"))
        | Q(kind="reply", object_id__in=Post.objects.filter(**own).values("pk"))
    )


class ImportedItem(models.Model):
    """One member, space, thread or reply of a source, and what it became here."""

    source = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)
    external_id = models.CharField(max_length=200)
    object_id = models.BigIntegerField()

    privacy = Privacy(
        what=_(
            "Where you and your words were brought over from, if this community moved here from elsewhere"
        ),
        why=_("so that nothing is brought over twice"),
        group=Group.UPKEEP,
        of=_brought_over_for,
        kept=WITH_ACCOUNT,
        fields={"source kind external_id": OWN, "object_id": OWNER},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "external_id"], name="import_an_item_once")
        ]
