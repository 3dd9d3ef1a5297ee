"""Puts the signed-in member on the request: one look into the cache, no query while it is remembered."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, get_user, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import discretion
from core.templating import Appearance
from people import sessions
from people.actions import note_device_seen
from people.presence import is_by_hand
from people.queries import Viewer, get_viewer, note_here, viewer_in_session, viewer_of_session

_FOR_STRANGERS = Appearance()
# Whoever is about to close their account and signs in is asked first whether they want to stay.
_OPEN_WHILE_CLOSING = (
    "/account/closing/",
    "/sign-out/",
    "/leav",
    "/help-now/",
    "/privacy/",
    "/shared-devices/",
    "/language/",
    "/offline/",
    "/api/",
)
# Whose account staff decided to close reads why, asks for another look, and takes their things along.
_OPEN_WHEN_CLOSED_BY_STAFF = ("/account/decisions/", "/account/export/", "/account/confirm/")
_FOR_DISCREET_STRANGERS = Appearance(discreet=True)


def member(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set request.member (a Member or None), request.viewer and request.appearance."""

    def middleware(request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request)
        request.viewer = viewer
        request.is_on_shared_computer = viewer is not None and sessions.is_shared(request.session)
        is_closing = viewer is not None and viewer.closes_at is not None and not _reads_why(request, viewer)
        request.member = viewer.member if viewer and not is_closing else None
        if is_closing and request.method == "GET" and not request.path.startswith(_OPEN_WHILE_CLOSING):
            return redirect("closing")
        if request.member and is_by_hand(request):
            note_here(request.member)
        request.appearance = viewer or _for_stranger(request)
        if viewer and request.headers.get("Save-Data", "").lower() == "on":
            viewer.member.saves_data = True
        if (
            viewer
            and viewer.language != translation.get_language()
            and viewer.language in dict(settings.LANGUAGES)
        ):
            translation.activate(viewer.language)
        response = get_response(request)
        if viewer:
            discretion.remember_choice(request, response, discreet=viewer.discreet)
        return response

    return middleware


def _reads_why(request: HttpRequest, viewer: Viewer) -> bool:
    """Whether somebody whose account staff decided to close is where they may still go as a member."""
    return viewer.closed_by_staff and request.path.startswith(_OPEN_WHEN_CLOSED_BY_STAFF)


def _for_stranger(request: HttpRequest) -> Appearance:
    return _FOR_DISCREET_STRANGERS if discretion.COOKIE in request.COOKIES else _FOR_STRANGERS


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return who is signed in here; strangers cost neither a session nor a query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
        return None
    viewer = viewer_of_session(request.session) or _checked_by_django(request)
    if viewer is None or _is_over(request, viewer):
        return None
    _note_day(request)
    return viewer


def _checked_by_django(request: HttpRequest) -> Viewer | None:
    """Let Django look: it knows older secret keys, and ends sessions that no longer hold."""
    account = get_user(request)
    viewer = get_viewer(account.pk, fresh=True) if account.is_authenticated else None
    return viewer_in_session(viewer, request.session) if viewer else None


def _is_over(request: HttpRequest, viewer: Viewer) -> bool:
    """End a session in which nobody has been for too long; else remember that somebody is there.

    A page that asks by itself neither ends the session nor makes it last: the person hears of it.
    """
    limit = sessions.idle_limit(request.session, is_staff=viewer.is_staff)
    if limit is None:
        return False
    by_hand, now = is_by_hand(request), timezone.now()
    if sessions.is_idle(request.session, is_staff=viewer.is_staff, now=now):
        if by_hand:
            _end_for_idleness(request, int(limit.total_seconds() // 60))
        return True
    if by_hand:
        sessions.note_active(request.session, now=now)
    return False


def _end_for_idleness(request: HttpRequest, minutes: int) -> None:
    logout(request)
    messages.info(
        request,
        _("Nobody was here for %(minutes)d minutes, so you were signed out to keep people safe.")
        % {"minutes": minutes},
    )


def _note_day(request: HttpRequest) -> None:
    today = timezone.now().date()
    if request.session.get("seen") != today.isoformat():
        request.session["seen"] = today.isoformat()
        note_device_seen(request.session.session_key or "", today=today)
