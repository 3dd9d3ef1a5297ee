"""What the forum adds to a member's page: what they wrote under their own name."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup

from forum import queries
from people.models import Member


def recent_posts(member: Member, viewer: Member | None, request: HttpRequest) -> Markup:
    """Draw the newest posts of this member that the viewer may read, and to themselves what waits for a person."""
    page = queries.list_posts_of(member, viewer=viewer, cursor=request.GET.get("posts"))
    is_own = viewer is not None and viewer.pk == member.pk
    facts = {"page": page, "of": member, "held": list(queries.list_own_held(member)) if is_own else []}
    drawn = render_to_string("forum/_profile_posts.html", facts, request=request)
    return Markup(drawn)  # noqa: S704 our own template drew it


def install() -> None:
    """Add it to every member's page."""
    from people import profile_parts

    profile_parts.register(recent_posts)
