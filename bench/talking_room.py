"""Open a room in the first space that every member may read and print its address: python bench/talking_room.py"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.utils import timezone

from chat.models import Conversation, Kind, Room
from forum.models import Space
from forum.models.spaces import Access


def open_room() -> Room:
    """Return a room that is always open and lets everybody write as quickly as they like."""
    space = Space.objects.filter(access=Access.OPEN).order_by("pk").first()
    if space is None:
        raise SystemExit("There is no space everybody may read.")
    conversation = Conversation.objects.create(kind=Kind.ROOM, started_at=timezone.now())
    return Room.objects.create(conversation=conversation, place=f"space:{space.pk}", name="To measure in")


if __name__ == "__main__":
    print(open_room().get_absolute_url())
