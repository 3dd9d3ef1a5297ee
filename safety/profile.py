"""What the desk adds to a member's own page, for them alone: whom they can talk to, where their words worried us."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from markupsafe import Markup

from people.models import Member
from safety import queries


def own_care(member: Member, viewer: Member | None, request: HttpRequest) -> Markup:
    """Draw the panel above somebody's own page."""
    if viewer is None or viewer.pk != member.pk or not queries.offers_care_to(viewer):
        return Markup("")
    care = queries.panel_about_oneself(
        viewer, says=_("Your profile is saved."), action="/account/care/", address=member.get_absolute_url(),
        country=request.GET.get("country", ""),
    )  # fmt: skip
    drawn = render_to_string("safety/_care.html", {"care": care}, request=request)
    return Markup(drawn)  # noqa: S704 our own template drew it


def install() -> None:
    """Add it to one's own page, above everything else."""
    from people import profile_parts

    profile_parts.register(own_care, is_above=True)
