"""What a talk adds to the page of its conversation: how it stands, and the way on."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from markupsafe import Markup

from chat.queries import Standing
from listening import permissions, queries
from listening.models import Passing


def draw_part(standing: Standing, request: HttpRequest) -> Markup:
    """Draw it for the member or for the listener; nothing in a conversation that is no such talk."""
    talk = queries.talk_in(standing.conversation) if standing.conversation.ends_for_good else None
    if talk is None:
        return Markup("")
    now, viewer = timezone.now(), request.member  # type: ignore[attr-defined]
    facts = {
        "talk": talk,
        "is_listener": permissions.is_listener_of(viewer, talk),
        "is_over": standing.is_ended,
        "is_asked": talk.passing == Passing.ASKED,
        "was_passed_on": talk.passing == Passing.DONE,
        "would_stay": talk.passing == Passing.DECLINED,
        "others_listen": queries.does_somebody_else_listen(talk.listener_id, now=now),
    }
    drawn = render_to_string("listening/_part.html", facts, request=request)
    return Markup(drawn)  # noqa: S704 our own template drew it
