"""What a member wrote to themselves for hard moments. Nobody else reads it, and no program sorts it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, UNTIL_CHANGED, Group, Privacy
from core.sealing import EncryptedTextField
from people.models import Member


class SafetyNotes(models.Model):
    """One member's notes to themselves, in the order in which one needs them: from the first signs to the reasons.

    Every part may be empty; where all are, there is no row.
    """

    PARTS = {
        "warns": _("How I notice that it gets hard"),
        "helps": _("What I can do that helps me"),
        "company": _("People and places that do me good"),
        "contacts": _("Whom I can tell or call, and how"),
        "safer": _("What makes it safer around me"),
        "reasons": _("What I want to be here for"),
    }

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    warns = EncryptedTextField(blank=True, default="")
    helps = EncryptedTextField(blank=True, default="")
    company = EncryptedTextField(blank=True, default="")
    contacts = EncryptedTextField(blank=True, default="")
    safer = EncryptedTextField(blank=True, default="")
    reasons = EncryptedTextField(blank=True, default="")
    written_at = models.DateTimeField()

    privacy = Privacy(
        what=_("What you wrote to yourself for hard moments; sealed"),
        why=_("so that it is at hand when you need it; nobody else reads it, staff neither"),
        group=Group.READING,
        of="member__account",
        kept=UNTIL_CHANGED,
        fields={"member": OWNER, "warns helps company contacts safer reasons written_at": OWN},
    )

    def __str__(self) -> str:
        return f"safety notes {self.pk}"

    def written_parts(self) -> list[tuple[str, str]]:
        """Return the parts that hold something, as (what it is, the words)."""
        return [(str(what), words) for part, what in self.PARTS.items() if (words := getattr(self, part))]
