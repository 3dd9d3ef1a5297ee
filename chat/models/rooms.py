"""A room: a conversation that belongs to a place and is open to all who may be there."""

from django.db import models

from chat.models.conversations import Conversation, Lifetime
from core.privacy import of_the_community

EVERY_DAY = "0123456"


class Room(models.Model):
    """What the people of a place are told about one of its rooms, and how it is run.

    `place` is where it belongs, as "space:3". `slow_seconds`: how long one waits between two messages of one's own.
    `takes_files`: whether pictures and voice notes can go with words there.
    It opens on `days` (0 is Monday) from `opens_at` to `closes_at` by the clock of `time_zone`; without times it is
    always open. `paused_at`: whoever looks after it asked for a moment of quiet.
    """

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="room"
    )
    place = models.CharField(max_length=48, db_index=True)
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300, blank=True)
    lifetime = models.CharField(max_length=8, choices=Lifetime, default=Lifetime.MONTH)
    slow_seconds = models.PositiveIntegerField(default=0)
    takes_files = models.BooleanField(default=True)
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    days = models.CharField(max_length=7, default=EVERY_DAY)
    time_zone = models.CharField(max_length=64, blank=True)
    paused_at = models.DateTimeField(null=True)

    privacy = of_the_community(
        "conversation place name purpose lifetime slow_seconds takes_files opens_at closes_at days time_zone paused_at"
    )

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"room {self.pk}"

    def get_absolute_url(self) -> str:
        return self.conversation.get_absolute_url()

    @property
    def has_hours(self) -> bool:
        return self.opens_at is not None and self.closes_at is not None
