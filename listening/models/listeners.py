"""How much somebody who listens takes on, and what they tell whoever leads."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, UNTIL_CHANGED, Group, Privacy, for_period
from core.sealing import EncryptedTextField
from listening.models.talks import Talk
from people.models import Member

MOST_AT_ONCE = 4


class ListenerSettings(models.Model):
    """With how many people one listener talks at a time. Without a row it is one; with 0 nobody is given to them."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    most_at_once = models.PositiveSmallIntegerField(default=1)

    privacy = Privacy(
        what=_("With how many people you talk at a time while you are on duty"),
        why=_("so that you are never given more than you want to carry; nobody else sees it"),
        group=Group.CARE,
        of="member__account",
        kept=UNTIL_CHANGED,
        fields={"member": OWNER, "most_at_once": OWN},
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most_at_once__lte=MOST_AT_ONCE), name="not_more_than_one_can_carry"
            )
        ]

    def __str__(self) -> str:
        return f"listener settings {self.pk}"


class LeadNote(models.Model):
    """A few words of a listener to whoever leads, about one talk. Sealed; one a talk."""

    talk = models.OneToOneField(Talk, on_delete=models.CASCADE, related_name="note")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField()
    written_at = models.DateTimeField()

    privacy = Privacy(
        what=_("What you noted after a talk for whoever leads the listeners; sealed"),
        why=_("so that somebody can follow up, and you do not carry it alone"),
        group=Group.CARE,
        of="by__account",
        kept=for_period("talks"),
        fields={"talk": PLACE, "by": OWNER, "words written_at": OWN},
    )

    class Meta:
        indexes = [models.Index(fields=["-written_at"], name="lead_note_newest")]

    def __str__(self) -> str:
        return f"note {self.pk}"
