"""Pages of the installation itself: about leaving and links out, and the style guide for people who build it."""

import os
from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import errors, privacy_page
from core.links import host_of, is_ours


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """Say what Leave does, before somebody needs it; newcomers come through here once."""
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return render(request, "core/leaving.html", {"next": wanted if is_ours else ""})


@require_safe
def out(request: HttpRequest) -> HttpResponse:
    """Say where a link in somebody's words leads; going there is the reader's own press."""
    target = request.GET.get("to", "")
    facts = {
        "target": target,
        "host": host_of(target),
        "is_ours": is_ours(target, request.GET.get("key", "")),
    }
    return render(request, "core/out.html", facts, status=200 if facts["is_ours"] else 404)


@require_safe
def shared_devices(request: HttpRequest) -> HttpResponse:
    """Say what a device remembers, and what one can do about it."""
    return render(request, "core/shared_devices.html")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state. Not there on an installation that people use."""
    _only_while_building()
    now = timezone.now()
    return render(
        request,
        "core/styleguide.html",
        {
            "form": SampleForm(),
            "wrong": SampleForm(
                {"name": "a name that is far too long to be one", "body": "", "wants": "ideas"}
            ),
            "moments": [now, now - timedelta(minutes=20), now - timedelta(days=1), now - timedelta(days=40)],
            "more": SimpleNamespace(next_cursor="abc"),
            "done": SimpleNamespace(next_cursor=None),
            "colours": COLOURS,
            "mood": [4, 3, 3, 5, 6, 5, 7, 6, 6, 8],
        },
    )


def styleguide_error(request: HttpRequest, status: int) -> HttpResponse:
    """Show one error page as a visitor would meet it."""
    _only_while_building()
    pages = {
        400: errors.bad_request,
        403: errors.permission_denied,
        404: errors.not_found,
        413: errors.too_large,
        429: errors.too_many,
        500: errors.server_error,
    }
    if status not in pages:
        raise Http404
    return pages[status](request)


def _only_while_building() -> None:
    if not (settings.DEBUG or settings.TESTING or os.environ.get("HEARTHSIDE_STYLEGUIDE") == "1"):
        raise Http404


COLOURS = [
    ("ground", _("the page")),
    ("surface", _("cards")),
    ("sunk", _("what lies lower")),
    ("ink", _("words")),
    ("ink-quiet", _("quiet words")),
    ("line", _("lines between things")),
    ("edge", _("edges of controls")),
    ("act", _("what can be acted on")),
    ("act-soft", _("its ground")),
    ("ember", _("presence, new things")),
    ("care", _("help and care")),
    ("care-soft", _("its ground")),
    ("danger", _("destructive acts")),
    ("danger-soft", _("its ground")),
]


class SampleForm(forms.Form):
    """One of each control."""

    name = forms.CharField(
        label=_("A name to be known by"), help_text=_("Not your real name."), max_length=20
    )
    pronouns = forms.CharField(label=_("Pronouns"), required=False)
    body = forms.CharField(
        label=_("What's on your mind?"),
        widget=forms.Textarea(
            attrs={"placeholder": _("You can write as much or as little as you like."), "rows": 4}
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("de", "Deutsch")])
    wants = forms.ChoiceField(
        label=_("What would help?"),
        widget=forms.RadioSelect,
        choices=[
            ("listen", _("Just listen")),
            ("been", _("People who have been there")),
            ("ideas", _("Ideas")),
            ("company", _("Company")),
        ],
    )
    notes = forms.MultipleChoiceField(
        label=_("Content notes"),
        help_text=_("The post is covered until the reader opens it."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("loss", _("Loss")), ("self-harm", _("Self-harm"))],
    )
    anonymous = forms.BooleanField(
        label=_("Post as Quiet Heron, a name used only in this thread"), required=False
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is stored, why and for how long, from the classification and the settings."""
    return render(
        request,
        "core/privacy.html",
        {"groups": privacy_page.groups(), "backups_kept": privacy_page.backups_kept()},
    )
