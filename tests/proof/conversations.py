"""Private conversations in the community: who talks with whom, who asks, and what one of them showed to staff.

To widen it: have somebody say words that occur nowhere else, plant them, and add a line to canaries.py.
"""

from datetime import timedelta
from typing import Any

AROUND = 3  # further away than what is shown to staff around a message
SEALED = (
    "what Ines and Asha say to each other",
    "a message taken back",
    "what Asha said to Dana",
    "what Dana said to Asha",
    "what somebody asks in a few words",
    "a request nobody is shown",
    "what was shown to staff",
    "what was not shown to staff",
    "what Asha says in a group",
    "what Dana says in a group",
    "what was said before one came",
    "words in a room behind a door",
    "files in a room behind a door",
)
"""The secrets made here: words of which the database holds nothing readable."""


def let_them_talk(its: Any) -> None:
    """Ines talks with Asha, Dana did before they were apart; Lena shows to Mo what Rosalind wrote; some only ask."""
    its.talk = begin(its, "ines", "asha", "May I ask, ineswhisper?")
    said = say(its, its.talk, "asha", "Please do, ashawhisper.")
    its.talk_message = say(its, its.talk, "ines", "Thank you, ineswhisper.", answers=said)
    its.taken_back = take_back(its, say(its, its.talk, "ines", "Rather not takenwhisper."))
    its.plant("what Ines and Asha say to each other", "ineswhisper", "ashawhisper")
    its.plant("a message taken back", "takenwhisper")
    its.before = begin(its, "dana", "asha", "Hello danawhisper.")
    its.said_before = say(its, its.before, "asha", "Good evening askedwhisper.")
    its.plant("what Dana said to Asha", "danawhisper")
    its.plant("what Asha said to Dana", "askedwhisper")
    ask(its, "asha", "lena", "Would you listen, askingwhisper?")
    its.unheard = ask(its, "dana", "chen", "Do you know me, unheardwhisper?")
    its.plant("what somebody asks in a few words", "askingwhisper")
    its.plant("a request nobody is shown", "unheardwhisper")
    _show_to_staff(its)
    _sit_in_a_group(its)
    _meet_in_a_room(its)


def _sit_in_a_group(its: Any) -> None:
    """Asha and Dana, who will be apart, sit in a group of Lena's; Chen comes when something has been said."""
    from chat.actions import come_in, make_group

    its.group = make_group(name="Evening togethernook", keeper=its.people["lena"], now=its.later())
    for who in ("asha", "dana"):
        come_in(its.group, member=its.people[who], now=its.later())
    say(its, its.group, "lena", "Welcome, earlierwhisper.")
    come_in(its.group, member=its.people["chen"], now=its.later())
    said = say(its, its.group, "asha", "Hello all, circledwhisper.")
    say(its, its.group, "lena", "Good that you are here.", answers=said)
    other = say(its, its.group, "dana", "Me too, seatedwhisper.")
    say(its, its.group, "lena", "And you.", answers=other)
    its.plant("the name of a group", "togethernook")
    its.plant("what was said before one came", "earlierwhisper")
    its.plant("what Asha says in a group", "circledwhisper")
    its.plant("what Dana says in a group", "seatedwhisper")


def _meet_in_a_room(its: Any) -> None:
    """Ines speaks in the room of the space by request; Asha, Dana and others do in one that is open to all members."""
    from chat.models import Conversation, Kind, Room

    its.room = Conversation.objects.create(kind=Kind.ROOM, started_at=its.later())
    Room.objects.create(conversation=its.room, place=f"space:{its.closed.pk}", name="The roomnook")
    its.open_room = Conversation.objects.create(kind=Kind.ROOM, started_at=its.later())
    Room.objects.create(conversation=its.open_room, place=f"space:{its.open.pk}", name="By the stairs")
    its.room_message = say(its, its.room, "ines", "Among us, roomwhisper.", attachments=private_files())
    its.plant("words in a room behind a door", "roomwhisper")
    its.plant("files in a room behind a door", "roomcaption", "roompicturebytes", "roomvoicebytes")
    its.plant("files in a room behind a door", *(str(one.pk) for one in its.room_message.attachments.all()))
    its.plant("words in a space by request", "roomnook")


def private_files() -> list[Any]:
    """Return a picture and a voice note, as they are once they were made anew."""
    from chat.actions import NewAttachment
    from chat.models import AttachmentKind

    return [
        NewAttachment(AttachmentKind.PICTURE, b"roompicturebytes", "A roomcaption.", 4, 4),
        NewAttachment(AttachmentKind.VOICE, b"roomvoicebytes", seconds=3),
    ]


def _show_to_staff(its: Any) -> None:
    """Lena shows one message of Rosalind's, and with it what stands beside it, but not what stands further away."""
    from chat.actions import make_excerpt
    from chat.queries import get_standing
    from safety import subjects
    from safety.actions import report
    from safety.models import Case

    lena = its.people["lena"]
    talk = its.shown_talk = begin(its, "rosa", "lena", "First keptwhisper.")
    for _ in range(AROUND):
        say(its, talk, "lena", "I am here.")
    its.shown = say(its, talk, "rosa", "Then heated shownwhisper.")
    excerpt = make_excerpt(get_standing(talk.pk, viewer=lena), [its.shown.pk], by=lena, now=its.later())
    subject = subjects.find("chat.excerpt", str(excerpt.pk), viewer=lena)
    report(subject, by=lena, reason="hate", words="It goes on, reportwords.", now=its.later())
    its.shown_case = Case.objects.get(subject_kind="chat.excerpt", subject_id=excerpt.pk)
    its.plant("what was shown to staff", "shownwhisper")
    its.plant("what was not shown to staff", "keptwhisper")


def begin(its: Any, asker: str, asked: str, words: str) -> Any:
    """Have one ask and the other say yes; return their conversation."""
    from chat.actions import accept, send_request

    request = send_request(its.people[asked], by=its.people[asker], words=words, now=its.later())
    return accept(request, by=its.people[asked], now=its.later())


def ask(its: Any, asker: str, asked: str, words: str) -> Any:
    """Have one ask, and the background decide whether the other is shown it."""
    from chat.actions import deliver, send_request

    request = send_request(its.people[asked], by=its.people[asker], words=words, now=its.later())
    deliver(request.pk, now=its.later())
    return request


def say(its: Any, talk: Any, who: str, words: str, **more: Any) -> Any:
    """Have somebody say something in a conversation of theirs."""
    from chat.actions import send_message
    from chat.queries import get_standing

    member = its.people[who]
    return send_message(
        get_standing(talk.pk, viewer=member), author=member, body=words, now=its.later(), **more
    )


def take_back(its: Any, message: Any) -> Any:
    """Have its author take a message back."""
    from chat.actions import remove_message

    remove_message(message, by=message.author, now=its.later())
    return message


def go_on_talking(its: Any, *, aloud: tuple[str, ...] = ("asha", "dana", "rosa")) -> None:
    """Ines and Asha say more, change it, take it back, press, read, ask, and end it; some speak in the open room."""
    from chat.actions import edit_message, end_conversation, mark_seen, toggle_support
    from chat.queries import get_standing

    asha, ines, now = its.people["asha"], its.people["ines"], its.later()
    said = say(its, its.talk, "ines", "More ineswhisper.")
    edit_message(said, by=ines, body="More ineswhisper, changed.", now=said.created_at + timedelta(minutes=1))
    toggle_support(said, member=asha, kind="hear", now=now)
    say(its, its.talk, "asha", "Good night ashawhisper.", answers=said)
    mark_seen(get_standing(its.talk.pk, viewer=ines), member=ines, now=now)
    take_back(its, say(its, its.talk, "asha", "Not that, ashawhisper."))
    say(its, its.room, "ines", "Still here, roomwhisper.")
    for who in aloud:
        aloud = say(its, its.open_room, who, f"Out loud, {who}reply.")
        toggle_support(aloud, member=ines, kind="hear", now=now)
    ask(its, "ines", "lena", "Would you, askingwhisper?")
    end_conversation(its.talk, now=now)
