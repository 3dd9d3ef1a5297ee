"""The offer of somebody to talk to, for whoever wrote what is read; None for everybody else and in lists."""

from typing import Any

from django.utils.translation import gettext as _

from api.v1.shapes.care import CareOut
from chat.models import Request
from chat.queries import ShownMessage, Standing, needs_care
from forum import queries as forum
from forum.models import Post
from safety import queries as safety


def about_post(request: Any, post: Post) -> dict[str, Any] | None:
    viewer = request.member
    if viewer is None or post.author_id != viewer.pk or not forum.offers_care_for(post, author=viewer):
        return None
    action = f"/api/v1/posts/{post.pk}/care"
    return CareOut.of(
        safety.panel_about_post(
            post.pk,
            author=viewer,
            says=forum.care_words(post),
            action=action,
            address="",
            country=_country(request),
        )
    )


def about_profile(request: Any) -> dict[str, Any] | None:
    if not safety.offers_care_to(request.member):
        return None
    return _about_oneself(request, says=_("Your profile is saved."), action="/api/v1/me/care")


def about_message(request: Any, standing: Standing, shown: ShownMessage) -> dict[str, Any] | None:
    if not needs_care(standing, [shown]):
        return None
    action = f"/api/v1/conversations/{standing.conversation.pk}/care"
    return _about_oneself(request, says=_("Your words have arrived."), action=action, is_private=True)


def about_request(request: Any, sent: Request) -> dict[str, Any] | None:
    if not sent.needs_care:
        return None
    action = f"/api/v1/sent-requests/{sent.pk}/care"
    return _about_oneself(request, says=_("Your words are sent."), action=action, is_private=True)


def _about_oneself(request: Any, **said: Any) -> dict[str, Any]:
    return CareOut.of(
        safety.panel_about_oneself(request.member, address="", country=_country(request), **said)
    )


def _country(request: Any) -> str:
    return str(request.GET.get("country", ""))
