"""Pages for when something went wrong: kind, useful, with both doors, and no loss of anybody's words."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import discretion
from core.problems import problem, problem_of, wants_problems
from core.queries import get_community, known_neutral_name
from core.templating import Appearance

logger = logging.getLogger("hearthside.errors")

SECRET_PARTS = ("pass", "secret", "token", "code")
KNOWN_WORDS = {
    "title",
    "body",
    "about",
    "purpose",
    "interests",
    "lived_experience",
    "reason",
    "message",
    "words",
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: we could not read what the browser sent."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(
        request,
        400,
        _("We could not read that"),
        [
            _("Something in the address or the form was not what this page expects."),
            _("Going back and trying once more often helps. Nothing you had saved is lost."),
        ],
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this visitor may not."""
    return _page(
        request,
        403,
        _("This part is not open to you"),
        [
            _("It may be for members of a space, or for the people who look after this community."),
            _("If you think it should be open to you, ask a moderator."),
        ],
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing this visitor may know of."""
    return _page(
        request,
        404,
        _("There is nothing at this address"),
        [
            _(
                "It may have been taken down by the person who wrote it, or the address may have a small mistake."
            ),
            _("What you were looking for may be in one of the spaces."),
        ],
        way=("/spaces/", _("See the spaces")),
    )


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: more than one request may bring."""
    return _page(
        request,
        413,
        _("That was too much at once"),
        [
            _("A picture can be up to 5 MB, and a post up to about 20,000 characters."),
            _("Go back: your words are still in the form. A smaller picture, or two shorter posts, will do."),
        ],
    )


def too_many(request: HttpRequest, exception: Exception | None = None, *, minutes: int = 5) -> HttpResponse:
    """429: more often than a person would; says when to try again."""
    response = _page(
        request,
        429,
        _("Let us slow down for a moment"),
        [
            _("That was tried many times in a short while, so we are waiting a little."),
            ngettext(
                "You can try again in about %(minutes)s minute. Nothing you had saved is lost.",
                "You can try again in about %(minutes)s minutes. Nothing you had saved is lost.",
                minutes,
            )
            % {"minutes": minutes},
        ],
    )
    response["Retry-After"] = str(minutes * 60)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Asks neither database nor session, and has plain words if even the page fails."""
    return _page(
        request,
        500,
        _("Something broke on our side"),
        [
            _(
                "This is not because of anything you did. The people who run this community can see that it happened."
            ),
            _("If you were writing, go back: your words should still be in the form. Please try again soon."),
        ],
        again=True,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that grew old: shows the words again in a fresh form, so that one press sends them.

    A form that another site sent is shown without the button: sending it must be this person's own idea.
    """
    if wants_problems(request):
        return problem("other-site")
    try:
        kept = list(_kept_fields(request.POST.lists()))
        has_files = bool(request.FILES)
    except Exception:  # a body that cannot be read holds no words we could give back
        kept, has_files = [], False
    return _page(
        request,
        403,
        _("This page had been open for a long time"),
        [],
        template="core/stale_form.html",
        kept=kept,
        words=any(field.is_words for field in kept),
        has_files=has_files,
        action=request.get_full_path() if _is_from_here(request) else None,
        token=get_token(request),
    )


@dataclass(frozen=True, slots=True)
class KeptField:
    """One posted value, given back."""

    name: str
    label: str
    value: str
    is_words: bool = False
    is_secret: bool = False


def _kept_fields(posted: Iterable[tuple[str, list[Any]]]) -> Iterable[KeptField]:
    for name, values in posted:
        label = _label(name)
        if name == "csrfmiddlewaretoken":
            continue
        if any(part in name.lower() for part in SECRET_PARTS):
            yield KeptField(name, label, "", is_secret=True)
            continue
        for value in values:
            text = str(value).replace("\0", "")
            yield KeptField(name, label, text, is_words=name in KNOWN_WORDS or " " in text or "\n" in text)


def _label(name: str) -> str:
    known = {
        "body": _("Your words"),
        "title": _("Title"),
        "about": _("About you"),
        "name": _("Name"),
        "passphrase": _("Passphrase"),
    }
    return known.get(name) or name.replace("_", " ").replace("-", " ").capitalize()


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that one of our own pages sent this form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin == "null":
        # Our pages send no referrer, and this browser no Sec-Fetch-Site. A cookie for one site only is not sent
        # along with another site's form.
        return settings.CSRF_COOKIE_NAME in request.COOKIES
    if origin:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/")


def _page(
    request: HttpRequest | None,
    status: int,
    title: str,
    paragraphs: list[str],
    *,
    way: tuple[str, str] | None = None,
    again: bool = False,
    template: str = "core/error.html",
    **more: Any,
) -> HttpResponse:
    """Render without a request, so that no context processor, session or query has to work for it.

    A program that asked gets the same in its own form.
    """
    if wants_problems(request):
        return problem_of(status)
    here = request.get_full_path() if request is not None and request.method == "GET" else None
    context = {
        "heading": title,
        "paragraphs": paragraphs,
        "way": way,
        "again_at": here if again else None,
        "here": here,  # for the languages at the foot, which lead back to the same page
        "status": status,
        "appearance": getattr(request, "appearance", None) or Appearance(discreet=_wants_discretion(request)),
        **more,
    }
    if status < 500:
        context |= _frame(request)
    try:
        html: str = render_to_string(template, context)
    except Exception:
        logger.exception("An error page could not be drawn")
        html = PLAINEST.format(name=known_neutral_name(), heading=title)
    return HttpResponse(html, status=status)


def _frame(request: HttpRequest | None) -> dict[str, Any]:
    """Return where Leave leads and how this browser may keep the page, as far as that can be had."""
    try:
        return {
            "community": get_community(),
            "is_on_shared_computer": getattr(request, "is_on_shared_computer", False),
        }
    except Exception:
        return {}


def _wants_discretion(request: HttpRequest | None) -> bool:
    return request is not None and discretion.is_wanted(request)


PLAINEST = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>'
    '<p><a href="/help-now/">Get help now</a> <a href="/leave/" rel="nofollow noreferrer">Leave</a></p>'
    "<h1>{heading}</h1><p>Please try again in a few minutes.</p></html>"
)
