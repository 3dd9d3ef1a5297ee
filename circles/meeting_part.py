"""What a circle adds to the page of its room: how it stands, whose turn it is, and what one can do."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from markupsafe import Markup

from calls.pieces import draw_call
from chat import conversation_parts
from chat.queries import Standing
from circles import calling, queries
from circles.rooms import BESIDE, CIRCLE
from people.models import Member


def draw_part(standing: Standing, request: HttpRequest) -> Markup:
    """Draw it below what was said; nothing in a room that is no circle's."""
    kind, _, number = standing.room.room.place.partition(":") if standing.room else ("", "", "")
    viewer: Member = request.member  # type: ignore[attr-defined]
    if kind == CIRCLE:
        return draw_circle(int(number), request, with_script=True)
    if kind == BESIDE and (side_room := queries.find_side_room(int(number), viewer=viewer)):
        facts = {
            "side_room": side_room,
            "call": calling.going_on_beside(side_room, viewer=viewer, now=timezone.now()),
            "call_piece": draw_call(calling.BESIDE_KIND, side_room.pk, request),
        }
        drawn = render_to_string("circles/_beside.html", facts, request=request)
        return Markup(drawn)  # noqa: S704 our own template drew it
    return Markup("")


def draw_circle(circle_id: int, request: HttpRequest, *, with_script: bool = False) -> Markup:
    """Draw how a circle stands for somebody who is in it; nothing for anybody else."""
    viewer: Member = request.member  # type: ignore[attr-defined]
    try:
        sitting = queries.get_sitting(circle_id, viewer=viewer)
    except Http404:
        return Markup("")
    now = timezone.now()
    facts = {
        "sitting": sitting,
        "meeting": sitting.meeting,
        "now": now,
        "spoken_for": _seconds_since(sitting.meeting.turn_began_at if sitting.meeting else None, now),
        "call": calling.going_on_in_circle(circle_id, viewer=viewer, now=now) if sitting.is_in else None,
        "with_script": with_script,
        "call_piece": "",
    }
    if with_script and sitting.is_in and not sitting.is_over:
        facts["call_piece"] = draw_call(calling.CIRCLE_KIND, circle_id, request)
    drawn = render_to_string("circles/_circle.html", facts, request=request)
    return Markup(drawn)  # noqa: S704 our own template drew it


def _seconds_since(moment: datetime | None, now: datetime) -> int:
    return int((now - moment).total_seconds()) if moment else 0


def install() -> None:
    """Add it to the pages of conversations."""
    conversation_parts.register(draw_part)
