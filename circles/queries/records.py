"""What is written about a circle before and after it, for whoever holds the group."""

from django.http import Http404

from circles.models import Circle, CircleRecord, OwnNote, SideRoom, Step
from circles.queries.circles import CircleStanding
from people.models import Member


def steps_to_begin_with(circle: Circle) -> list[tuple[str, int]]:
    """Return the running order of a circle; of the one before it where it has none yet."""
    steps = Step.objects.filter(circle=circle)
    if not steps:
        earlier = Circle.objects.filter(schedule=circle.schedule_id, starts_at__lt=circle.starts_at)
        steps = Step.objects.filter(circle=earlier.filter(steps__isnull=False).order_by("-starts_at").first())
    return [(step.words, step.minutes) for step in steps]


def own_note(circle: Circle, *, viewer: Member) -> str:
    """Return what somebody noted for themselves."""
    found = OwnNote.objects.filter(circle=circle, member=viewer).first()
    return found.words if found else ""


def record_of(standing: CircleStanding) -> CircleRecord:
    """Return the record of a circle for whoever holds the group; Http404 for others, and before it was held."""
    found = CircleRecord.objects.filter(circle=standing.circle).first() if standing.holds else None
    if found is None:
        raise Http404
    return found


def earlier_record(circle: Circle) -> CircleRecord | None:
    """Return the record of the group's last circle before this one."""
    earlier = CircleRecord.objects.filter(
        circle__schedule__group=circle.schedule.group_id, circle__starts_at__lt=circle.starts_at
    )
    return earlier.select_related("circle").order_by("-circle__starts_at").first()


def find_side_room(side_room_id: int, *, viewer: Member) -> SideRoom | None:
    """Return a side room that is open, for the two in it."""
    found = SideRoom.objects.filter(pk=side_room_id, closed_at=None).select_related(
        "guest", "helper", "meeting__circle__schedule__group"
    )
    side_room = found.first()
    if side_room is None or viewer.pk not in (side_room.guest.member_id, side_room.helper.member_id):
        return None
    return side_room
