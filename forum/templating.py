"""Words the forum's templates look up."""

from django.template import engines

from core.text import plain_text
from forum.fragments import extras
from forum.models import Post
from forum.models.spaces import Access
from forum.models.threads import Wants
from forum.waits import in_words
from people.queries import describe_notes


def passage(post: Post) -> str:
    """Return the beginning of a post as one plain line, at most 600 characters."""
    return " ".join(plain_text(post.body).split())[:600]


def wants_label(wants: str) -> str:
    """Return what would help, in words."""
    return str(Wants(wants).label)


def door_label(access: str) -> str:
    """Return who can read and write, in words."""
    return str(Access(access).label)


def install() -> None:
    """Give these to every template."""
    for engine in engines.all():
        engine.env.globals.update(  # type: ignore[attr-defined]
            passage=passage,
            wants_label=wants_label,
            door_label=door_label,
            describe_notes=describe_notes,
            wait_in_words=in_words,
            composer_extras=extras,
        )
