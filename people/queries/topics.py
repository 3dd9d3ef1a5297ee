"""The topics a content note can name."""

from django.core.cache import cache
from django.utils.translation import get_language

from core.memory import Memory
from people.defaults import topic_in_words
from people.models import Topic

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
