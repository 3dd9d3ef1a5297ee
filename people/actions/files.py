"""Room for files: each member has so much of it, so that nobody fills the disk for all."""

from django.conf import settings
from django.utils.translation import gettext as _

from people.actions.turns import wait_for_turn
from people.models import Member
from people.queries import size_of_files


class NoRoomLeft(Exception):
    """A file is larger than what is left to this member."""

    @property
    def in_words(self) -> str:
        return _(
            "There is no room left for this: your pictures and voice notes here take up all they can. Your words are "
            "still here. Under You, Your files, you see what takes up how much, and can make room."
        )


def make_room_for(size: int, *, owner: Member) -> None:
    """Raise NoRoomLeft unless this member may keep so many bytes more; part of the transaction that keeps them."""
    if not size or not settings.FILES_PER_MEMBER:
        return
    wait_for_turn(owner)
    if size_of_files(owner) + size > settings.FILES_PER_MEMBER:
        raise NoRoomLeft
