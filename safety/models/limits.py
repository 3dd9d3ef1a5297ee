"""What somebody at the desk would rather leave to colleagues."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, UNTIL_CHANGED, Group, Privacy
from people.models import Member


class OwnLimits(models.Model):
    """Concerns one leaves to others where somebody else is there, and how many heavy cases are enough for one in a
    shift; never more than the operator's number. Nobody but the member sees them."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    left_out = models.JSONField(default=list, blank=True)
    heavy_cases = models.PositiveSmallIntegerField(null=True)

    privacy = Privacy(
        what=_(
            "Which subjects at the safety desk you would rather leave to colleagues, and how much is enough for you"
        ),
        why=_("so that you meet less of what is hard for you; nobody else sees it"),
        group=Group.CARE,
        of="member__account",
        kept=UNTIL_CHANGED,
        fields={"member": OWNER, "left_out heavy_cases": OWN},
    )

    def __str__(self) -> str:
        return f"limits {self.pk}"
