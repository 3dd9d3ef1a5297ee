"""The kinds of notice there are. Features register theirs when they start; words are looked up at reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.models import Notice
from people.models import Member

SOMETHING_NEW = _("Something new is here for you.")
TRY = "notifications.try"


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
    `wordless` says as much without a name or a title, for discreet mode; what leaves this place does not even say
    that. `label` names the choice on the page of choices; kinds of one label are chosen together, those without one
    are not for choosing. `is_for(member)` tells who ever gets one, so that others are not asked. `is_urgent`: whoever
    chose to hear of it outside hears at once, in quiet hours too. `is_always_here`: nobody may miss it on the page.
    """

    name: str
    describe: Describe
    wordless: Any = SOMETHING_NEW
    label: Any = ""
    is_urgent: bool = False
    is_always_here: bool = False
    is_for: Callable[[Member], bool] = lambda member: True


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


def choices(member: Member) -> dict[str, list[Kind]]:
    """Return what this member chooses between: each label, in the reader's language, with its kinds."""
    found: dict[str, list[Kind]] = {}
    for kind in sorted(_kinds.values(), key=lambda one: one.is_always_here):
        if kind.label and kind.is_for(member):
            found.setdefault(str(kind.label), []).append(kind)
    return found


def describe(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Return a line for each of these notices the viewer may see, asking each kind once."""
    lines: dict[int, NoticeLine] = {}
    for name in {notice.kind for notice in notices} & _kinds.keys():
        of_kind = [notice for notice in notices if notice.kind == name]
        lines.update(_kinds[name].describe(of_kind, viewer))
    return lines
