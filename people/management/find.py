"""Finding the member a command is about."""

from django.core.management.base import CommandError
from django.http import Http404

from people.models import Member
from people.queries import get_member


def find_member(name: str) -> Member:
    """Return the member known by this name, or end the command with a sentence."""
    try:
        return get_member(name, viewer=None)
    except Http404 as missing:
        raise CommandError("Nobody here is known by that name.") from missing
