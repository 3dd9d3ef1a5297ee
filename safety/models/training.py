"""Who read the notes for helpers and checked themselves, and would like to help in which way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, WITH_ACCOUNT, Group, Privacy
from people.models import Member


class SelfCheck(models.Model):
    """Somebody answered every question of one edition rightly. How often they tried is not kept.

    `wishes` is the role they told the operators they would like; "" for none.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveSmallIntegerField()
    passed_at = models.DateTimeField()
    wishes = models.CharField(max_length=12, blank=True, default="")

    privacy = Privacy(
        what=_("That you read the notes for helpers, and how you would like to help"),
        why=_("so that those who run this place can ask you to"),
        group=Group.CARE,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={"member": OWNER, "edition passed_at wishes": OWN},
    )

    class Meta:
        indexes = [models.Index(fields=["passed_at"], name="self_check_newest")]

    def __str__(self) -> str:
        return f"self-check {self.pk}"
