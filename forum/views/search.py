"""Search across what one may see."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core.fields import LineField
from forum import permissions, queries
from forum.search import search


class SearchForm(forms.Form):
    """Words, a space, and a stretch of time."""

    q = LineField(max_length=200, required=False, label=_("Words, or a “phrase in quotes”"))
    space = forms.ChoiceField(required=False, label=_("Space"))
    since = forms.DateField(
        required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        required=False, label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, spaces: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All spaces")), *((space.slug, space.name) for space in spaces)]
        self.fields["space"].choices = choices  # type: ignore[attr-defined]


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, newest first."""
    viewer = request.member
    spaces = permissions.readable_among(viewer, queries.list_spaces(viewer))
    form = SearchForm(request.GET or None, spaces=spaces)
    page = None
    if form.is_bound and form.is_valid() and form.cleaned_data["q"]:
        asked = form.cleaned_data
        page = search(
            asked["q"],
            viewer=viewer,
            space=next((space for space in spaces if space.slug == asked["space"]), None),
            since=_midnight(asked["since"]),
            until=_midnight(asked["until"], end=True),
            before=request.GET.get("after"),
        )
    return render(request, "forum/search.html", {"form": form, "found": page})


def _midnight(day: Any, *, end: bool = False) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.max if end else time.min))
