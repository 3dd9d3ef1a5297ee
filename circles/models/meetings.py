"""A circle while it is held: how far it is, who is there, whose turn it is. Rows about people go with its record."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import Room
from circles.models.circles import Circle
from core.privacy import OWN, OWNER, PLACE, UPKEEP, Kept, Privacy, belonging_to, of_the_community
from core.privacy import Group as Heading
from core.sealing import EncryptedTextField
from people.models import Member

TURN_MINUTES = 3
UNTIL_RECORD = Kept(_("until the record of the circle is closed, some hours after it at the latest"))


class Phase(models.TextChoices):
    """How far a circle is. In a round, and in the closing round, the turn goes around."""

    ARRIVING = "arriving", _("People arrive")
    TALKING = "talking", _("Open talk")
    ROUND = "round", _("A round")
    CLOSING = "closing", _("The closing round")


class Meeting(models.Model):
    """One circle from when its room is opened until it is closed. `version` moves on with whatever all see change.

    `turn` has the word, since `turn_began_at`; `turn_minutes` is what a turn takes about, and cuts nobody off.
    """

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, primary_key=True, related_name="meeting")
    room = models.OneToOneField(Room, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.ARRIVING)
    turn = models.ForeignKey("circles.Presence", on_delete=models.SET_NULL, null=True, related_name="+")
    turn_began_at = models.DateTimeField(null=True)
    turn_minutes = models.PositiveSmallIntegerField(default=TURN_MINUTES)
    silent_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    privacy = of_the_community(
        "circle room opened_at closed_at phase turn turn_began_at turn_minutes silent_until paused_at locked_at "
        "step version"
    )

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def is_round(self) -> bool:
        return self.phase in (Phase.ROUND, Phase.CLOSING)

    def is_silent(self, now: datetime) -> bool:
        """Whether all hold a minute of silence."""
        return self.silent_until is not None and self.silent_until > now


class Turn(models.TextChoices):
    """How somebody stands to the round that goes around."""

    NONE = "", _("not in a round")
    WAITING = "waiting", _("comes later in this round")
    LATER = "later", _("asked to come back to them")
    DONE = "done", _("has spoken")
    PASSED = "passed", _("passed")


class Colour(models.TextChoices):
    """A colour for how one is, told by its name as well."""

    YELLOW = "yellow", _("yellow")
    GREEN = "green", _("green")
    BLUE = "blue", _("blue")
    PURPLE = "purple", _("purple")
    RED = "red", _("red")
    GREY = "grey", _("grey")


class PresenceQuerySet(models.QuerySet["Presence"]):
    def there(self) -> "PresenceQuerySet":
        """Those who are in the circle now."""
        return self.filter(left_at__isnull=True, removed_at__isnull=True)


class Presence(models.Model):
    """Somebody in a circle: how they came and went, in a word, a colour or a number, and their turns.

    `number_…` goes from 1, heavy, to 5, light, and is only ever counted. `helps_since`: holds this one circle too.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    helps_since = models.DateTimeField(null=True)
    word_in = EncryptedTextField(blank=True, default="")
    colour_in = models.CharField(max_length=8, choices=Colour, blank=True)
    number_in = models.PositiveSmallIntegerField(null=True)
    word_out = EncryptedTextField(blank=True, default="")
    colour_out = models.CharField(max_length=8, choices=Colour, blank=True)
    number_out = models.PositiveSmallIntegerField(null=True)
    checked_out_at = models.DateTimeField(null=True)
    turn = models.CharField(max_length=8, choices=Turn, blank=True, default=Turn.NONE)
    turn_asked_at = models.DateTimeField(null=True)
    spoken = models.PositiveSmallIntegerField(default=0)
    hand_at = models.DateTimeField(null=True)
    help_at = models.DateTimeField(null=True)
    help_words = EncryptedTextField(blank=True, default="")
    help_seen_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_(
            "That you are in a circle, how you came and went in a word or a colour, your turns, your hand"
        ),
        why=_("so that everybody gets heard, and nobody who needs help is overlooked"),
        group=Heading.PROFILE,
        of="member__account",
        kept=UNTIL_RECORD,
        fields={
            "meeting": PLACE,
            "member": OWNER,
            "arrived_at left_at removed_at helps_since checked_out_at turn spoken hand_at help_at help_words": OWN,
            "word_in colour_in number_in word_out colour_out number_out": OWN,
            "turn_asked_at help_seen_at": UPKEEP,
        },
    )

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="one_presence_a_circle"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"number_{way}__isnull": True})
                    | Q(**{f"number_{way}__gte": 1, f"number_{way}__lte": 5}),
                    name=f"mood_{way}_one_to_five",
                )
                for way in ("in", "out")
            ),
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"

    @property
    def is_there(self) -> bool:
        return self.left_at is None and self.removed_at is None

    @property
    def needs_help(self) -> bool:
        return self.help_at is not None and self.help_seen_at is None


class SideRoom(models.Model):
    """A room beside the circle for one who needs it, and somebody who helps them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="side_rooms")
    guest = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="+")
    helper = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="+")
    room = models.OneToOneField(Room, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("That you talked beside a circle with somebody who helped you, or whom you helped"),
        why=_("so that both find each other there"),
        group=Heading.PROFILE,
        of="guest__member__account",
        kept=UNTIL_RECORD,
        fields={
            "meeting": PLACE,
            "guest": OWNER,
            "helper": belonging_to("helper__member__account"),
            "room closed_at": UPKEEP,
            "opened_at": OWN,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest"], condition=Q(closed_at__isnull=True), name="one_side_room_a_guest"
            )
        ]

    def __str__(self) -> str:
        return f"side room {self.pk}"
