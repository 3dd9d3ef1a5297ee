"""A call as a piece of another feature's page, so that whoever takes part by voice has all of that page before them."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from markupsafe import Markup

from calls import permissions, queries, venues
from calls.blurring import files_to_blur
from calls.models import Way
from core import policy
from people.models import Member


def facts_of(venue: venues.Venue, request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return what the templates of a call need before somebody comes in, and let the page do what a call needs."""
    viewer: Member = request.member  # type: ignore[attr-defined]
    policy.allow_calling()
    going = queries.going_on(venue.kind, venue.id, viewer=viewer, now=now)
    return {
        "venue": venue,
        "going": going,
        "can_come": permissions.can_come(venue, going.call, was_here=going.was_here),
        "ways": Way.choices,
        "most": permissions.most_in(venue, going.call),
        "blur": files_to_blur(request),
    }


def draw_call(venue_kind: str, venue_id: int, request: HttpRequest) -> Markup:
    """Draw the call of a venue, closed until somebody opens it; nothing where there can be no calls."""
    if not permissions.is_possible():
        return Markup("")
    venue = venues.find_venue(venue_kind, venue_id, viewer=request.member)  # type: ignore[attr-defined]
    facts = facts_of(venue, request, now=timezone.now())
    return Markup(render_to_string("calls/_beside.html", facts, request=request))  # noqa: S704 our own template
