"""Keeping people apart: blocks work both ways, mutes only for the one who mutes."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, SOMEBODY, UNTIL_TAKEN_BACK, Group, Privacy
from people.models.members import Member


class Block(models.Model):
    """Neither of the two sees any trace of the other; the blocked one is not told."""

    blocker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        what=_("Whom you blocked; they are not told"),
        why=_("so that neither of you sees a trace of the other"),
        group=Group.CARE,
        of="blocker__account",
        kept=UNTIL_TAKEN_BACK,
        fields={"blocker": OWNER, "blocked": SOMEBODY, "created_at": OWN},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(
                condition=~models.Q(blocker=models.F("blocked")), name="block_somebody_else"
            ),
        ]


class Mute(models.Model):
    """The muter does not see the muted; nothing changes for the muted."""

    muter = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        what=_("Whom you muted; they are not told"),
        why=_("so that you do not see them"),
        group=Group.CARE,
        of="muter__account",
        kept=UNTIL_TAKEN_BACK,
        fields={"muter": OWNER, "muted": SOMEBODY, "created_at": OWN},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~models.Q(muter=models.F("muted")), name="mute_somebody_else"),
        ]


def hidden_pairs(member_ids: Collection[int]) -> QuerySet[Any, tuple[int, int]]:
    """Return, for each of these members, whom they may see no trace of: pairs of numbers.

    Blocked in either direction, or muted by them.
    """
    blocked = Block.objects.filter(blocker__in=member_ids).values_list("blocker_id", "blocked_id")
    blocked_by = Block.objects.filter(blocked__in=member_ids).values_list("blocked_id", "blocker_id")
    muted = Mute.objects.filter(muter__in=member_ids).values_list("muter_id", "muted_id")
    return blocked.union(blocked_by, muted)
