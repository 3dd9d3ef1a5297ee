"""A circle while it is held, as one of those in it has it. Everybody is met under the name they have in the group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.http import Http404

from chat.models import Message
from circles import permissions
from circles.models import Circle, Meeting, Membership, Presence, Seat, SideRoom, Step, Turn, Worry
from circles.queries.circles import OPENS_BEFORE, CircleStanding, get_circle
from circles.voices import Voice, voice_of
from people.models import Member

LONGEST_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a circle, as the viewer meets them there. `said` is how often they wrote and had the word."""

    presence: Presence
    voice: Voice
    holds: bool
    said: int
    is_aside: bool
    has_word: bool

    @property
    def key(self) -> int:
        return self.presence.pk

    @property
    def waits(self) -> bool:
        return self.presence.turn in (Turn.WAITING, Turn.LATER) and not self.has_word


@dataclass(frozen=True, slots=True)
class Sitting:
    """A circle as somebody has it who may come: without `meeting` before it is opened, `mine` before they arrive."""

    standing: CircleStanding
    meeting: Meeting | None
    mine: Presence | None
    people: tuple[Person, ...] = ()
    side_room: SideRoom | None = None
    steps: tuple[Step, ...] = ()

    @property
    def circle(self) -> Circle:
        return self.standing.circle

    @property
    def holds(self) -> bool:
        return permissions.holds_circle(self.standing.mine, self.mine)

    @property
    def is_over(self) -> bool:
        return self.circle.cancelled_at is not None or bool(self.meeting and self.meeting.closed_at)

    @property
    def is_in(self) -> bool:
        return self.mine is not None and self.mine.is_there

    @property
    def was_removed(self) -> bool:
        return self.mine is not None and self.mine.removed_at is not None

    @property
    def is_locked_out(self) -> bool:
        """Whether nobody else comes in, and they are not in."""
        return self.meeting is not None and self.meeting.locked_at is not None and not self.standing.holds

    @property
    def place(self) -> Presence:
        """Return their own place in it; Http404 for whoever is not in."""
        if self.mine is None or not self.mine.is_there or self.meeting is None:
            raise Http404
        return self.mine

    @property
    def going(self) -> Meeting:
        """Return the meeting that is being held; Http404 where its room was not opened yet."""
        if self.meeting is None:
            raise Http404
        return self.meeting

    @property
    def held(self) -> Meeting:
        """Return the meeting for whoever holds it; Http404 for others."""
        if self.meeting is None or not self.holds:
            raise Http404
        return self.meeting

    @property
    def speaker(self) -> Person | None:
        return next((each for each in self.people if each.has_word), None)

    @property
    def hands(self) -> list[Person]:
        """Return whose hand is up: who has spoken least comes first, then who raised it first."""
        up = [each for each in self.people if each.presence.hand_at]
        return sorted(up, key=lambda one: (one.said, one.presence.hand_at, one.key))

    @property
    def has_helper(self) -> bool:
        """Whether somebody else who holds the circle is there, as far as the viewer meets them."""
        return any(each.holds and not each.voice.is_mine for each in self.people)

    @property
    def need_help(self) -> list[Person]:
        return [each for each in self.people if each.presence.needs_help and not each.voice.is_mine]

    def person(self, key: int) -> Person:
        """Return somebody in it whom the viewer meets; Http404 for anybody else."""
        for each in self.people:
            if each.key == key:
                return each
        raise Http404


def get_sitting(circle_id: int, *, viewer: Member) -> Sitting:
    """Return a circle this member may come to; Http404 for everybody else, who never learns that it is on."""
    standing = get_circle(circle_id, viewer=viewer)
    if not permissions.can_come_to(standing.mine, standing.seat):
        raise Http404
    meeting = Meeting.objects.filter(pk=circle_id).select_related("room__conversation", "turn").first()
    mine = Presence.objects.filter(meeting=circle_id, member=viewer).first() if meeting else None
    if meeting is None or mine is None or not mine.is_there:
        return Sitting(standing, meeting, mine)
    steps = tuple(Step.objects.filter(circle=circle_id)) if standing.holds or mine.helps_since else ()
    return Sitting(
        standing, meeting, mine, tuple(_people(meeting, standing, viewer)), _side_room(mine), steps
    )  # fmt: skip


def _people(meeting: Meeting, standing: CircleStanding, viewer: Member) -> Iterable[Person]:
    there = list(Presence.objects.filter(meeting=meeting).there().order_by("arrived_at", "pk"))
    inside = Membership.objects.filter(group=standing.group, member__in=[one.member_id for one in there])
    voices = {one.member_id: voice_of(one, viewer) for one in inside.select_related("member")}
    said, aside = _said(meeting), _aside(meeting)
    for presence in there:
        voice = voices.get(presence.member_id)
        if voice is None or not voice.name:
            continue
        yield Person(
            presence=presence, voice=voice, holds=voice.facilitates or presence.helps_since is not None,
            said=presence.spoken + said.get(presence.member_id, 0), is_aside=presence.pk in aside,
            has_word=meeting.turn_id == presence.pk,
        )  # fmt: skip


def _said(meeting: Meeting) -> dict[int, int]:
    counted = Message.objects.filter(conversation=meeting.room_id).order_by().values("author")
    return dict(counted.annotate(count=Count("pk")).values_list("author", "count"))


def _aside(meeting: Meeting) -> set[int]:
    return set(SideRoom.objects.filter(meeting=meeting, closed_at=None).values_list("guest_id", flat=True))


def _side_room(mine: Presence) -> SideRoom | None:
    """Return the side room somebody is in, as the one who is helped or as the one who helps."""
    opened = SideRoom.objects.filter(meeting=mine.meeting_id, closed_at=None).select_related("room", "guest")
    found = [each for each in opened if mine.pk in (each.guest_id, each.helper_id)]
    return found[0] if found else None


def list_expected(standing: CircleStanding, *, viewer: Member) -> list[Voice]:
    """Return who signed up for a circle and has a seat, by the names they have in the group."""
    seats = Seat.objects.filter(circle=standing.circle, confirmed_at__isnull=False).values("member")
    coming = Membership.objects.filter(group=standing.group, member__in=seats).select_related("member")
    voices = [voice_of(each, viewer) for each in coming]
    return sorted((each for each in voices if each.name), key=lambda one: one.name.casefold())


def opens_at(circle: Circle) -> datetime:
    """Return from when on those who hold a circle can open its room."""
    return circle.starts_at - OPENS_BEFORE


def can_be_opened(circle: Circle, *, now: datetime) -> bool:
    """Tell whether the room of a circle can be opened at this moment."""
    return circle.cancelled_at is None and opens_at(circle) <= now < circle.ends_at


def get_worry(worry_id: int, *, viewer: Member) -> Worry:
    """Return what one's own leaving of a circle led to; Http404 for anybody else's."""
    found = Worry.objects.filter(pk=worry_id, member=viewer).select_related("circle").first()
    if found is None:
        raise Http404
    return found
