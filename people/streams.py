"""Tells the event stream who is listening, and who may listen to one member's own channel."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils import timezone

from live import topics
from people import sessions
from people.models import Member, Scope
from people.queries import get_bearer, viewer_of_session


def may_listen_to_member(member: Member, member_id: int) -> bool:
    """Members hear their own channel and nobody else's."""
    return member.pk == member_id


def identify(ticket: str) -> topics.Listener | None:
    """Return whose session or whose program's token this is, None once it is over or nobody was there for too long.

    Listening is no sign that somebody is there, so it never makes a session last. Where a session ends by itself when
    nobody is there, it is looked at again every half a minute.
    """
    session: Mapping[str, Any] = {}
    if ticket.startswith(topics.BEARER):
        bearer = get_bearer(ticket.removeprefix(topics.BEARER), now=timezone.now())
        viewer = bearer.viewer if bearer and Scope.EVENTS in bearer.scopes else None
    else:
        session = import_module(settings.SESSION_ENGINE).SessionStore(ticket)
        viewer = viewer_of_session(session)
    if viewer is None or viewer.closes_at:
        return None
    if sessions.is_idle(session, is_staff=viewer.is_staff, now=timezone.now()):
        return None
    ends_by_itself = session and sessions.idle_limit(session, is_staff=viewer.is_staff)
    return topics.Listener(
        member_id=viewer.member.pk,
        hidden_ids=viewer.member.hidden_ids,
        member=viewer.member,
        good_for=30.0 if ends_by_itself else 600.0,
        language=viewer.language if viewer.language in dict(settings.LANGUAGES) else "",
        sees_pages=not viewer.owes_agreement,
    )


topics.register("member", may_listen_to_member)
topics.register_listener(identify)
