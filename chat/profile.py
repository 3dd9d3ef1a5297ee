"""What conversations add to a member's page: the way to ask whether they would like to talk."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup

from chat import queries
from people.models import Member


def way_to_write(member: Member, viewer: Member | None, request: HttpRequest) -> Markup:
    """Draw the way to write to this member; the same whatever they chose about who may ask them."""
    if viewer is None or viewer.pk == member.pk or member.pk in viewer.hidden_ids:
        return Markup("")
    facts = {"of": member, "standing": queries.find_standing(viewer, member)}
    drawn = render_to_string("chat/_profile_write.html", facts, request=request)
    return Markup(drawn)  # noqa: S704 our own template drew it


def install() -> None:
    """Add it to every member's page."""
    from people import profile_parts

    profile_parts.register(way_to_write, position=10)
