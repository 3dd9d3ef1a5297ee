"""The topics a content note can name, and the notes themselves."""

from collections.abc import Iterable

from django.core.cache import cache
from django.utils.translation import get_language

from core.languages import join_words
from core.memory import Memory
from people.defaults import topic_in_words
from people.models import Member, Topic

TOPICS_KEY = "topics"
_in_words = Memory(16)


def list_topics() -> list[Topic]:
    """Return every topic in the operator's order."""
    return list(Topic.objects.all())


def topic_names() -> dict[str, str]:
    """Return the name of every topic by its slug, in order and in words for the reader.

    What is stored is remembered for half a minute.
    """
    names: dict[str, str] | None = cache.get(TOPICS_KEY)
    if names is None:
        names = dict(Topic.objects.values_list("slug", "name"))
        cache.set(TOPICS_KEY, names, 30)
    return _names_in_words(tuple(names.items()))


def _names_in_words(names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    key = (get_language(), names)
    found: dict[str, str] | None = _in_words.get(key)
    if found is None:
        found = {slug: topic_in_words(slug, name) for slug, name in names}
        _in_words.put(key, found)
    return found


# ---- content notes, as they are stored on somebody's words: ",loss,abuse," so that one LIKE finds one topic


def pack_notes(slugs: Iterable[str]) -> str:
    """Return the stored form of these topic slugs, sorted; "" for none."""
    found = sorted(set(slugs))
    return f",{','.join(found)}," if found else ""


def unpack_notes(stored: str) -> tuple[str, ...]:
    """Return the topic slugs of a stored form."""
    return tuple(slug for slug in stored.split(",") if slug)


def describe_notes(stored: str) -> str:
    """Return content notes as words: "loss and self-harm"."""
    names = topic_names()
    return join_words([names.get(slug, slug).lower() for slug in unpack_notes(stored)])


def is_covered(notes: str, viewer: Member | None) -> bool:
    """Tell whether words with these notes, as they are stored, wait under a cover for this viewer."""
    return bool(set(unpack_notes(notes)) - (viewer.open_topics if viewer else frozenset()))
