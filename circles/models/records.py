"""What is written about a circle before and after it: the running order, notes to oneself, a record without names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from circles.models.circles import Circle
from core.privacy import OWN, OWNER, PLACE, UPKEEP, Privacy, belonging_to, for_period, of_the_community
from core.privacy import Group as Heading
from core.sealing import EncryptedTextField
from people.models import Member


class Step(models.Model):
    """One step of a circle's running order, with about how many minutes it takes. Those who hold the circle see it."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    words = EncryptedTextField()
    minutes = models.PositiveSmallIntegerField()

    privacy = of_the_community("circle position words minutes")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["circle", "position"], name="one_step_a_position")]

    def __str__(self) -> str:
        return f"step {self.pk}"


class OwnNote(models.Model):
    """What somebody who holds a circle notes for themselves before it. Nobody else reads it."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField(blank=True, default="")

    privacy = Privacy(
        what=_("What you noted for yourself before a circle you hold; sealed"),
        why=_("so that you have it at hand when the circle begins"),
        group=Heading.WRITING,
        of="member__account",
        kept=for_period("circles"),
        fields={"circle": PLACE, "member": OWNER, "words": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "member"], name="one_note_a_circle")]

    def __str__(self) -> str:
        return f"own note {self.pk}"


class CircleRecord(models.Model):
    """What is kept of a circle: numbers, and a few words of whoever held it. No names.

    `moods_…` holds how many said each number from 1 to 5; empty where fewer than three did, since those would be known.
    """

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, primary_key=True, related_name="record")
    attendance = models.PositiveSmallIntegerField()
    moods_in = models.JSONField(default=list)
    moods_out = models.JSONField(default=list)
    follow_ups = models.PositiveSmallIntegerField(default=0)
    words = EncryptedTextField(blank=True, default="")
    written_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_(
            "What is kept of a circle: how many came, how they were in numbers, and a few words without names"
        ),
        why=_("so that whoever holds the next one knows how this one was"),
        group=Heading.CARE,
        of=None,
        kept=for_period("circles"),
        fields={
            "circle attendance moods_in moods_out follow_ups closed_at": UPKEEP,
            "words": belonging_to("written_by__account"),
            "written_by": belonging_to("written_by__account"),
        },
    )

    def __str__(self) -> str:
        return f"record {self.pk}"


class Leaving(models.TextChoices):
    """How somebody is who leaves a circle before its end, as they say it themselves."""

    WELL = "well", _("I am all right")
    HEAVY = "heavy", _("It was too much for me")
    ASK_ME = "ask_me", _("I would like somebody to ask me tomorrow how I am")


class Worry(models.Model):
    """Somebody left a circle in distress, and a person at the desk asks how they are. `name` is theirs in the group.

    `answer` is what that person wrote to them, for their eyes alone.
    """

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="worries")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=8, choices=Leaving)
    at = models.DateTimeField()
    answer = EncryptedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("That you left a circle when it was too much, and what was written to you then; sealed"),
        why=_("so that somebody asks how you are"),
        group=Heading.CARE,
        of="member__account",
        kept=for_period("circles"),
        fields={"circle": PLACE, "member": OWNER, "name said at answer answered_at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "member"], name="one_worry_a_circle")]

    def __str__(self) -> str:
        return f"worry {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/circles/asked-after/{self.pk}/"
