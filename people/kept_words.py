"""Words that were on their way when a session turned out to be over. They wait until they are sent or let go.

They travel inside the sign-in form, so nothing is stored for strangers; after signing in they wait in the fresh
session, sealed like the words they may be, and a page offers to send them to where they were going.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from core.sealing import BrokenSeal, seal, unseal
from core.text import storable

_SESSION_KEY = "kept_words"
_MOST_LETTERS = 200_000
_NEVER_KEPT = ("csrfmiddlewaretoken", "passphrase", "kept")


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Where a form was going and what was in it, as (name, value) pairs."""

    path: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The fields a person wrote, rather than a form."""
        return [(name, value) for name, value in self.fields if _is_written(name, value)]

    @property
    def rest(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if not _is_written(name, value)]

    def as_json(self) -> str:
        return json.dumps({"path": self.path, "fields": self.fields}, ensure_ascii=False)


def from_post(request: HttpRequest) -> KeptWords | None:
    """Return what this request was about to send, None when there is nothing in it."""
    kept = whole_post(request)
    return kept if kept.fields else None


def whole_post(request: HttpRequest) -> KeptWords:
    """Return what this request was about to send, even when it is nothing but a press on a button."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value and not any(word in name for word in _NEVER_KEPT)
    ]
    return KeptWords(request.get_full_path(), fields if _can_be_kept(fields) else [])


def from_json(text: str) -> KeptWords | None:
    """Return the words a sign-in form carried; None for anything that is not what we put there."""
    kept = _read(text)
    return kept if kept and kept.fields else None


def keep(request: HttpRequest, kept: KeptWords) -> None:
    """Let the words wait in this session."""
    request.session[_SESSION_KEY] = seal(kept.as_json())


def waiting(request: HttpRequest) -> KeptWords | None:
    """Return the words that wait in this session."""
    sealed = request.session.get(_SESSION_KEY)
    try:
        return _read(unseal(sealed)) if sealed else None
    except BrokenSeal:
        return None


def let_go(request: HttpRequest, path: str | None = None) -> None:
    """Forget the words that wait, or only those on their way to this path."""
    kept = waiting(request)
    if kept and path in (None, kept.path):
        del request.session[_SESSION_KEY]


def is_own_path(path: Any) -> bool:
    """Tell whether an address given from outside leads to a page of ours."""
    return isinstance(path, str) and path.startswith("/") and url_has_allowed_host_and_scheme(path, None)


def _read(text: str) -> KeptWords | None:
    try:
        data = json.loads(text)
        fields = [(storable(str(name)), storable(str(value))) for name, value in data["fields"]]
        kept = KeptWords(storable(str(data["path"])), fields)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return kept if is_own_path(kept.path) and _can_be_kept(kept.fields) else None


def _can_be_kept(fields: list[tuple[str, str]]) -> bool:
    return sum(len(value) for _, value in fields) <= _MOST_LETTERS


def _is_written(name: str, value: str) -> bool:
    return name in {"body", "title", "about"} or any(sign in value for sign in " \n")
