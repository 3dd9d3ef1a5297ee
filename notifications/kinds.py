"""The kinds of notice there are. Features register theirs when they start; words are looked up at reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.models import Notice
from people.models import Member

SOMETHING_NEW = _("Something new is here for you.")


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """How one notice reads for its member: one sentence, where it leads, and when it happened."""

    text: str
    url: str
    at: datetime


Describe = Callable[[Sequence[Notice], Member], Mapping[int, NoticeLine]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice, such as "forum.reply".

    `describe(notices, viewer)` returns a line by notice id, through the feature's own queries. It leaves
    out what the viewer may not see any more: removed, in a closed space, by somebody they are apart from.
    `wordless` says as much without a name or a title: for discreet mode, and for whatever leaves the page.
    """

    name: str
    describe: Describe
    wordless: Any = SOMETHING_NEW


class UnknownKind(LookupError):
    """Nobody registered a kind of this name."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known; registering a name again replaces it."""
    _kinds[kind.name] = kind
    return kind


def get_kind(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def describe(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Return a line for each of these notices the viewer may see, asking each kind once."""
    lines: dict[int, NoticeLine] = {}
    for name in {notice.kind for notice in notices} & _kinds.keys():
        of_kind = [notice for notice in notices if notice.kind == name]
        lines.update(_kinds[name].describe(of_kind, viewer))
    return lines
