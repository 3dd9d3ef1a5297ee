"""Who is in a call right now, and what their browsers still have to tell each other.

A call leaves nothing behind: when the last person has gone, all of it is deleted.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, SECRET, UPKEEP, Group, Kept, Privacy
from core.sealing import EncryptedTextField
from people.models import Member

WHILE_IN_CALL = Kept(_("until you leave the call"))


class Way(models.TextChoices):
    """How somebody takes part; all are equal."""

    LISTEN = "listen", _("Listen only")
    VOICE = "voice", _("Voice")
    AVATAR = "avatar", _("Voice, and a shape that moves with it")
    CAMERA = "camera", _("Voice and camera")


class Call(models.Model):
    """A call that goes on in some venue (calls.venues): one in each. Since `waits_since` who comes waits outside.

    `room` is where its media go through the media server; without one, each browser sends to each of the others.
    """

    venue = models.CharField(max_length=24)
    venue_id = models.BigIntegerField()
    began_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    room = EncryptedTextField(blank=True, default="")

    privacy = Privacy(
        what=_("That a call goes on somewhere; gone when the last person has left it"),
        why=_("so that those who may come in find it"),
        group=Group.UPKEEP,
        of=None,
        kept=Kept(_("until the last person has left the call")),
        fields={"venue venue_id began_at locked_at waits_since room": UPKEEP},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "venue_id"], name="one_call_a_venue")]

    def __str__(self) -> str:
        return f"call {self.pk}"


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def present(self) -> "ParticipantQuerySet":
        """Leave out who was put out; their row stays until the call is over, so that they stay out."""
        return self.filter(removed_at__isnull=True)

    def admitted(self) -> "ParticipantQuerySet":
        """Leave out who is still waiting at the door."""
        return self.present().filter(admitted_at__isnull=False)


class Participant(models.Model):
    """One member in one call, with the browser they came with: `ref` is drawn anew each time somebody comes.

    `heard` is the number of the last signal this browser sent that was taken, so that none is taken twice. `feed` is
    the name of its sound and picture at the media server, another one each time they begin; `line`, what it has there.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="participants")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=32, unique=True)
    way = models.CharField(max_length=8, choices=Way, default=Way.LISTEN)
    is_muted = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    admitted_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    heard = models.BigIntegerField(default=0)
    feed = models.CharField(max_length=32, blank=True, default="")
    line = EncryptedTextField(blank=True, default="")

    privacy = Privacy(
        what=_("That you are in a call, since when, and whether with voice or picture"),
        why=_("so that the others see you there"),
        group=Group.READING,
        of="member__account",
        kept=WHILE_IN_CALL,
        fields={
            "call": PLACE,
            "member": OWNER,
            "ref feed line": SECRET,
            "way is_muted came_at admitted_at": OWN,
            "removed_at": UPKEEP,
            "seen_at heard": UPKEEP,
        },
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "member"], name="in_a_call_once")]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Signal(models.Model):
    """What one browser has to tell another so that the two find each other; sealed, and gone once fetched."""

    to = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="waiting")
    sender = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    body = EncryptedTextField()
    sent_at = models.DateTimeField()

    privacy = Privacy(
        what=_("What your browser tells another one to begin a call; sealed, and gone once it has arrived"),
        why=_("so that the two browsers find each other without learning where you are"),
        group=Group.UPKEEP,
        of="sender__member__account",
        kept=WHILE_IN_CALL,
        fields={"to": PLACE, "sender": OWNER, "kind": UPKEEP, "body": SECRET, "sent_at": UPKEEP},
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"signal {self.pk}"
