"""What the people of the demo community say to each other away from the threads: two and two, in a group, in a room."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chat import actions, queries
from chat.models import Conversation
from forum.models import Space
from forum.models.spaces import Access
from people.models import Member

Lines = Iterable[tuple[str, str]]

ASHA_AND_BEN = (
    ("Ben", "I read your thread twice. My mother died in March. Would you like to talk now and then?"),
    ("Asha", "Yes. I am glad you asked. Most people stopped asking after the second month."),
    ("Ben", "They did here too. It was as if there was a date by which I had to be *done*."),
    ("Asha", "What do you do with the Sundays?"),
    ("Ben", "I walk to the allotment and shout at the slugs. It helps more than it should."),
    ("Asha", "I might borrow a slug."),
)
CHEN_AND_LENA = (
    ("Chen", "You wrote that you have been sober for six years. May I ask you something about the evenings?"),
    ("Lena", "Of course. Ask anything. I do not have good answers, only some that worked for me."),
    ("Chen", "It is between six and eight. After that I am fine."),
    (
        "Lena",
        "It was that for me as well. I cooked very slow dinners for a year. Is anybody with you at that time?",
    ),
)
EARLY_MORNINGS = (
    ("Asha", "I thought the four of us might like a place for when the night ends too early."),
    ("Ben", "Five twenty here. Kettle on."),
    ("Lena", "I am up as well. It was the wind, and then it was everything else."),
    ("Chen", "I slept until six and feel as if I had won something."),
    ("Asha", "You did, Chen. Well slept."),
)
KITCHEN_TABLE = (
    ("Mo", "Good evening. The table is laid, sit where you like. You can also just read."),
    ("Ben", "Evening. A long day, and a short temper. Better now."),
    ("Ravi", "Long days are what the table is for."),
    ("Asha", "I made soup for one and there is enough for six, as always."),
    ("Lena", "I take some of that."),
)


def talk(cast: dict[str, Member], now: datetime) -> None:
    """Let some of them talk for a few days."""
    begins = now - timedelta(days=3)
    for one, other, lines in (("Ben", "Asha", ASHA_AND_BEN), ("Chen", "Lena", CHEN_AND_LENA)):
        first, *rest = lines
        asked = actions.send_request(cast[other], by=cast[one], words=first[1], now=begins)
        _say(
            actions.accept(asked, by=cast[other], now=begins),
            rest,
            cast,
            begins=begins,
            apart=timedelta(hours=7),
        )
    group = actions.make_group(name="Early mornings", keeper=cast["Asha"], now=begins)
    for name in ("Ben", "Lena", "Chen"):
        actions.come_in(group, member=cast[name], now=begins)
    _say(group, EARLY_MORNINGS, cast, begins=now - timedelta(hours=20), apart=timedelta(minutes=13))
    _sit_at_the_table(cast, now)


def _sit_at_the_table(cast: dict[str, Member], now: datetime) -> None:
    """Open a room in the first space Mo looks after that everybody may read, and talk in it."""
    space = (
        Space.objects.exclude(access=Access.REQUEST)
        .filter(memberships__moderates_since__isnull=False)
        .first()
    )
    if space is None:
        return
    room = actions.open_room(
        f"space:{space.pk}", by=cast["Mo"], now=now - timedelta(days=2), name="Kitchen table", slow_seconds=10,
        purpose="For evenings that are long. Come as you are.",
    )  # fmt: skip
    _say(room.conversation, KITCHEN_TABLE, cast, begins=now - timedelta(hours=2), apart=timedelta(minutes=6))


def _say(
    conversation: Conversation, lines: Lines, cast: dict[str, Member], *, begins: datetime, apart: timedelta
) -> None:
    for number, (name, body) in enumerate(lines, 1):
        standing = queries.get_standing(conversation.pk, viewer=cast[name])
        actions.send_message(standing, author=cast[name], body=body, now=begins + apart * number)
