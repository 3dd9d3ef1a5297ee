"""What a case can be about. Features register their kinds here when they start; the desk knows no feature.

A member reports only what they may see; staff who handle a case see what it is about whoever blocked whom. Whoever is
behind an anonymous subject is known by `author_id` alone, which no page may show.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404
from markupsafe import Markup

from people.models import Member

NO_WORDS = Markup("")


class Unanswerable(Exception):
    """It cannot be answered where it stands any more."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing a case is about, as staff see it. `line` says what it is in the reader's language.

    `ref` is how an address names it. `place` is who looks after it, as "space:3"; "" for nobody in particular.
    `voice` is the name it is said under. `title` and `text` are what its author typed.
    `can` are the deeds that can be done to it now.
    """

    kind: str
    pk: int
    ref: str
    line: str
    address: str
    place: str = ""
    place_name: str = ""
    author_id: int | None = None
    voice: str = ""
    is_anonymous: bool = False
    is_hidden: bool = False
    has_picture: bool = False
    words: str = ""
    title: str = ""
    text: str = ""
    can: frozenset[str] = frozenset()


def _nothing(*asked: Any, **how: Any) -> Markup:
    return NO_WORDS


def _nobody_else(subject: Subject) -> list[int]:
    return [subject.pk]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One kind of subject, such as "forum.post", and what its feature can do with it.

    `find(ref, viewer)` returns what a member may report, and raises Http404 alike for what is missing, not for their
    eyes, or their own. `load(ids)` returns subjects by id for staff, without those that are gone. `draw(subject,
    viewer)` shows it where it stands, and `draw_voice(subject)` what else the same voice said lately. `may_see` tells
    whether a member could open it without the desk, `may_answer` whether they could answer it where it stands; `answer`
    does that, or raises Unanswerable, and `answer_hint` says who reads it, where that is not the thread. `deeds` are
    done by name, after the desk has asked who may.
    """

    name: str
    find: Callable[[str, Member], Subject]
    load: Callable[[Collection[int]], Mapping[int, Subject]]
    draw: Callable[[Subject, Member], Markup]
    draw_voice: Callable[[Subject], Markup] = _nothing
    same_voice: Callable[[Subject], list[int]] = _nobody_else
    may_see: Callable[[Subject, Member], bool] = lambda subject, viewer: True
    may_answer: Callable[[Subject, Member], bool] = lambda subject, viewer: False
    answer: Callable[..., Any] = _nothing
    answer_hint: Any = ""
    deeds: Mapping[str, Callable[..., None]] = field(default_factory=dict)


_kinds: dict[str, SubjectKind] = {}
_places_of: list[Callable[[Member], frozenset[str]]] = []
_keepers_of: list[Callable[[str], frozenset[int]]] = []
_draw_member: list[Callable[[int], Markup]] = []


def register(kind: SubjectKind) -> SubjectKind:
    """Make a kind known; registering a name again replaces it."""
    _kinds[kind.name] = kind
    return kind


def register_places(
    places_of: Callable[[Member], frozenset[str]],
    keepers_of: Callable[[str], frozenset[int]],
    draw_member: Callable[[int], Markup],
) -> None:
    """Tell the desk which places a member looks after, who looks after a place, and what a member wrote lately."""
    if places_of not in _places_of:
        _places_of.append(places_of)
        _keepers_of.append(keepers_of)
        _draw_member.append(draw_member)


def places_of(member: Member) -> frozenset[str]:
    """Return the places this member looks after."""
    return frozenset().union(*(of(member) for of in _places_of))


def keepers_of(place: str) -> frozenset[int]:
    """Return the ids of the members who look after this place."""
    return frozenset().union(*(of(place) for of in _keepers_of)) if place else frozenset()


def draw_member(member_id: int) -> Markup:
    """Draw what a member wrote lately under their own name, in every feature, for staff."""
    return NO_WORDS.join(draw(member_id) for draw in _draw_member)


def get_kind(name: str) -> SubjectKind | None:
    """Return the kind of this name, None where nobody registered it."""
    return _kinds.get(name)


def find(kind: str, ref: str, *, viewer: Member) -> Subject:
    """Return what this member may report under this address; Http404 alike for everything else."""
    known = _kinds.get(kind)
    if known is None:
        raise Http404
    return known.find(ref, viewer)


def load(kind: str, pk: int) -> Subject | None:
    """Return the subject for staff, None when it is gone."""
    return load_many([(kind, pk)]).get((kind, pk))


def load_many(wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """Return these subjects by kind and id, asking each kind once; those that are gone are left out."""
    found: dict[tuple[str, int], Subject] = {}
    for kind in {kind for kind, _ in wanted} & _kinds.keys():
        loaded = _kinds[kind].load([pk for name, pk in wanted if name == kind])
        found.update({(kind, pk): subject for pk, subject in loaded.items()})
    return found


def do(deed: str, subject: Subject, *, by: Member, now: datetime) -> None:
    """Do a deed to a subject; LookupError for one its feature does not know. The caller has asked who may."""
    _kinds[subject.kind].deeds[deed](subject, by=by, now=now)


def is_open_to(kind: str, pk: int, *, viewer: Member) -> bool:
    """Whether a member of the staff could read where this stands without the desk; also where it is gone."""
    subject, known = load(kind, pk), _kinds.get(kind)
    return subject is None or known is None or known.may_see(subject, viewer)


def answer_hint(subject: Subject | None) -> str:
    """Return who reads an answer and under which name, "" where it stands in a thread under one's own."""
    known = _kinds.get(subject.kind) if subject else None
    return str(known.answer_hint) if known else ""


def may_answer(subject: Subject | None, *, viewer: Member) -> bool:
    """Whether a member of the staff can answer this where it stands, under their own name."""
    known = _kinds.get(subject.kind) if subject else None
    return known is not None and known.may_answer(subject, viewer)  # type: ignore[arg-type]


def answer(subject: Subject, words: str, *, by: Member, now: datetime) -> None:
    """Answer a subject where it stands. The caller has asked whether that is possible."""
    _kinds[subject.kind].answer(subject, words, by=by, now=now)
