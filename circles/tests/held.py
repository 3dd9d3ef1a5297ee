"""A circle of the small group while it is held."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from chat import actions as chat
from chat import queries as chat_queries
from chat.models import Message
from circles import actions
from circles.models import Circle, CircleRecord, Group, Meeting, Membership, Presence


class Held:
    """A circle of the group that is being held: members arrive, speak and go as they would."""

    def __init__(self, group: Group, circle: Circle) -> None:
        self.group, self.circle, self.now = group, circle, timezone.now()

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.get(pk=self.circle.pk)

    def place(self, member: Any) -> Membership:
        return Membership.objects.select_related("group", "member").get(group=self.group, member=member)

    def here(self, member: Any) -> Presence:
        return Presence.objects.get(meeting=self.circle.pk, member=member)

    def come(self, *members: Any, **check_in: Any) -> None:
        for member in members:
            if not self.place(member).facilitates_since:
                actions.sign_up(self.circle, mine=self.place(member), now=self.now)
            actions.arrive(self.meeting, mine=self.place(member), now=self.tick(), **check_in)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def say(self, member: Any, body: str) -> Message:
        standing = chat_queries.get_standing(self.meeting.room_id, viewer=member)
        return chat.send_message(standing, author=member, body=body, now=self.tick())

    def round(self, by: Any, *, is_last: bool = False) -> None:
        actions.begin_round(
            self.meeting, by=self.here(by), minutes=3, is_last=is_last, version=self.meeting.version, now=self.now
        )  # fmt: skip

    def turn(self, member: Any, how: str = "spoke") -> None:
        actions.end_turn(self.meeting, presence=self.here(member), how=how, now=self.tick())

    @property
    def speaker(self) -> Any:
        turn = self.meeting.turn
        return turn and turn.member

    def close(self, by: Any) -> CircleRecord:
        return actions.close_meeting(self.meeting, by=self.here(by), now=self.tick())
