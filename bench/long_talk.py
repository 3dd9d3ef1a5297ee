"""Fill a conversation of two and a room with messages: python bench/long_talk.py --messages 10000

It prints where they are, and the session key of a member who may read both, as JSON.
"""

import argparse
import json
import os
import random
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.utils import timezone

from bench.guests import make_guests, sign_in
from bench.talking_room import open_room
from bench.words import Words
from chat.models import Conversation, Lifetime, Message, Seat, Support
from chat.models.conversations import pair_of
from core.support import SupportKind
from people.models import Member

AT_ONCE = 500
LENGTHS = (1, 1, 1, 2, 2, 3, 6)  # sentences
ONE_IN = {"answers": 9, "press": 12, "covered": 40}


def fill(conversation: Conversation, authors: list[Member], *, messages: int, chance: random.Random) -> None:
    """Have these people say as much as that, a minute after each other, ending now."""
    words, began = Words(chance), timezone.now() - timedelta(minutes=messages)
    earlier: list[Message] = []
    for start in range(0, messages, AT_ONCE):
        said = [
            Message(
                conversation=conversation,
                author=chance.choice(authors),
                body=words.body(chance.choice(LENGTHS)),
                notes="grief" if not chance.randrange(ONE_IN["covered"]) else "",
                answers=chance.choice(earlier)
                if earlier and not chance.randrange(ONE_IN["answers"])
                else None,
                created_at=began + timedelta(minutes=number),
            )
            for number in range(start, min(start + AT_ONCE, messages))
        ]
        earlier = Message.objects.bulk_create(said)
        pressed = [each for each in earlier if not chance.randrange(ONE_IN["press"])]
        Support.objects.bulk_create(
            Support(
                message=each,
                member=_other(authors, each),
                kind=SupportKind.values[0],
                created_at=each.created_at,
            )
            for each in pressed
        )


def _other(authors: list[Member], message: Message) -> Member:
    return next(each for each in authors if each.pk != message.author_id)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=10_000)
    count = parser.parse_args().messages
    accounts = make_guests(2)
    two = list(Member.objects.filter(account__in=accounts).order_by("pk"))
    talk = Conversation.objects.create(pair=pair_of(*two), started_at=timezone.now())
    Seat.objects.bulk_create(Seat(conversation=talk, member=each) for each in two)
    room = open_room()
    room.lifetime = Lifetime.KEPT
    room.save(update_fields=["lifetime"])
    for conversation in (talk, room.conversation):
        fill(conversation, two, messages=count, chance=random.Random(7))
    print(
        json.dumps(
            {
                "talk": talk.get_absolute_url(),
                "room": room.get_absolute_url(),
                "session": sign_in([two[0].account])[0],
            }
        )
    )


if __name__ == "__main__":
    main()
