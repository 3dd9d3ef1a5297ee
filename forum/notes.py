"""Content notes as they are stored on a post: ",loss,abuse," so that one LIKE finds one topic."""

from collections.abc import Iterable

from core.languages import join_words
from people.queries import topic_names


def pack_notes(slugs: Iterable[str]) -> str:
    """Return the stored form of these topic slugs, sorted; "" for none."""
    found = sorted(set(slugs))
    return f",{','.join(found)}," if found else ""


def unpack_notes(stored: str) -> tuple[str, ...]:
    """Return the topic slugs of a stored form."""
    return tuple(slug for slug in stored.split(",") if slug)


def describe_notes(stored: str) -> str:
    """Return the notes of a post as words: "loss and self-harm"."""
    names = topic_names()
    return join_words([names.get(slug, slug).lower() for slug in unpack_notes(stored)])
