"""Whose private words reach me, and by which way: from those I did not accept, or who are apart from me, by none.

RELATIONS is one row for each way somebody may stand to me, WAYS one for each way words could come. A new kind of
conversation adds rows to the first, a new page or channel rows to the second.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone

from chat import actions as chat
from chat.actions import ConversationEnded
from chat.models import AttachmentKind, Conversation, Kind, Room
from chat.queries import get_standing
from forum.models import Space
from people import actions as people
from tests.cast import signed_in_browser

pytestmark = pytest.mark.django_db
SECRET, FOUND_BY = "velvetlighthouse", "kingfishersong"
WORDS = f"{SECRET} {FOUND_BY}"


# ---- how somebody stands to me: what they do to have their words reach me


class Two:
    """Asha, who reads, and Ben, who writes; Chen talks with both of them."""

    def __init__(self, asha: Any, ben: Any, chen: Any) -> None:
        self.me, self.them, self.third = asha, ben, chen
        self.now = timezone.now()

    def meet(self) -> None:
        """Ben begins a thread in which Asha answers, so that he may ask her."""
        from forum.actions import post_reply, start_thread

        space = Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")
        thread = start_thread(
            space, author=self.them, title="Evenings", body="Long.", wants="listen", now=self.now
        )
        post_reply(thread, author=self.me, body="I know them.", now=self.now)

    def ask(self, words: str = WORDS) -> Any:
        asked = chat.send_request(self.me, by=self.them, words=words, now=self.now)
        chat.deliver(asked.pk, now=self.now)
        asked.refresh_from_db()
        return asked

    def talk(self, one: Any = None, other: Any = None) -> Any:
        """Have two people talk, Ben and Asha if nobody else is named; return their conversation."""
        one, other = one or self.them, other or self.me
        asked = chat.send_request(other, by=one, words="Shall we?", now=self.now)
        return chat.accept(asked, by=other, now=self.now)

    def group(self, without: Any = None) -> Any:
        """Have Chen keep a group in which everybody sits."""
        group = chat.make_group(name="Evenings", keeper=self.third, now=self.now)
        for member in (self.them, self.me):
            if member != without:
                chat.come_in(group, member=member, now=self.now)
        return group

    def talk_now(self) -> Any:
        """Have Ben, who listens, be given Asha by the queue; return their talk."""
        from listening.actions import ask, take_next
        from people.queries import note_here
        from safety.actions import go_on_duty

        self.them.role = "listener"
        self.them.save(update_fields=["role"])
        go_on_duty(self.them, hours=1, now=self.now)
        note_here(self.them)
        ask(self.me, help="listen", now=self.now)
        return take_next(self.them, now=self.now)

    def room(self) -> Any:
        """Open a room in a space that all three may read."""
        space = Space.objects.create(slug="kitchen", name="Kitchen", purpose="For all.", access="members")
        room = Conversation.objects.create(kind=Kind.ROOM, started_at=self.now)
        Room.objects.create(conversation=room, place=f"space:{space.pk}", name="Table")
        return room

    def say(self, talk: Any, author: Any, words: str = WORDS, **more: Any) -> Any:
        """Say it, with a file that holds it too."""
        standing = get_standing(talk.pk, viewer=author)
        file = chat.NewAttachment(AttachmentKind.PICTURE, words.encode(), words, 4, 4)
        return chat.send_message(
            standing, author=author, body=words, attachments=[file], now=self.now, **more
        )


def asks_out_of_nowhere(two: Two) -> None:
    two.ask()


def asks_whom_they_met(two: Two) -> None:
    two.meet()
    two.ask()


def asks_and_takes_it_back(two: Two) -> None:
    two.meet()
    chat.take_back(two.ask(), by=two.them)


def asks_though_i_want_nobody(two: Two) -> None:
    two.meet()
    chat.choose_from_whom(two.me, from_whom="nobody")
    two.ask()


def asks_though_i_muted_them(two: Two) -> None:
    two.meet()
    people.mute(two.them, muter=two.me)
    two.ask()


def asks_though_i_blocked_them(two: Two) -> None:
    two.meet()
    people.block(two.them, blocker=two.me)
    two.ask()


def asks_though_they_blocked_me(two: Two) -> None:
    two.meet()
    people.block(two.me, blocker=two.them)
    two.ask()


def is_declined_for_good(two: Two) -> None:
    two.meet()
    chat.decline_and_block(two.ask(), by=two.me, now=two.now)


def talks_with_me(two: Two) -> None:
    two.say(two.talk(), two.them)


def is_blocked_while_we_talk(two: Two) -> None:
    talks_with_me(two)
    people.block(two.them, blocker=two.me)


def blocks_me_while_we_talk(two: Two) -> None:
    talks_with_me(two)
    people.block(two.me, blocker=two.them)


def goes_on_after_it_ended(two: Two) -> None:
    talk = two.talk()
    standing = get_standing(talk.pk, viewer=two.them)
    chat.end_conversation(talk, now=two.now)
    with pytest.raises(ConversationEnded):
        chat.send_message(standing, author=two.them, body=WORDS, now=two.now)


def takes_it_back(two: Two) -> None:
    chat.remove_message(two.say(two.talk(), two.them), by=two.them, now=two.now)


def is_taken_down(two: Two) -> None:
    chat.take_down([two.say(two.talk(), two.them).pk], now=two.now)


def talks_with_somebody_else(two: Two) -> None:
    two.say(two.talk(two.them, two.third), two.them)


def is_answered_by_somebody_i_talk_with(two: Two) -> None:
    said = two.say(two.talk(two.them, two.third), two.them)
    two.say(two.talk(two.third, two.me), two.third, "You are not alone.", answers=said)


def listens_to_me(two: Two) -> None:
    two.say(two.talk_now().conversation, two.them)


def is_blocked_while_they_listen(two: Two) -> None:
    listens_to_me(two)
    people.block(two.them, blocker=two.me)


def notes_something_about_me(two: Two) -> None:
    from listening.actions import write_note

    write_note(two.talk_now(), by=two.them, words=WORDS, now=two.now)


def is_shown_to_staff_by_somebody_else(two: Two) -> None:
    talk = two.talk(two.them, two.third)
    said = two.say(talk, two.them)
    chat.make_excerpt(get_standing(talk.pk, viewer=two.third), [said.pk], by=two.third, now=two.now)


def sits_in_a_group_with_me(two: Two) -> None:
    two.say(two.group(), two.them)


def is_blocked_in_a_group_of_ours(two: Two) -> None:
    sits_in_a_group_with_me(two)
    people.block(two.them, blocker=two.me)


def blocks_me_in_a_group_of_ours(two: Two) -> None:
    sits_in_a_group_with_me(two)
    people.block(two.me, blocker=two.them)


def is_answered_in_a_group_where_i_blocked_them(two: Two) -> None:
    group = two.group()
    two.say(group, two.third, "So am I.", answers=two.say(group, two.them))
    people.block(two.them, blocker=two.me)


def spoke_in_a_group_before_i_came(two: Two) -> None:
    group = two.group(without=two.me)
    two.say(group, two.third, "So am I.", answers=two.say(group, two.them))
    chat.come_in(group, member=two.me, now=two.now)


def is_blocked_in_a_room(two: Two) -> None:
    two.say(two.room(), two.them)
    people.block(two.them, blocker=two.me)


def is_answered_in_a_room_where_they_blocked_me(two: Two) -> None:
    room = two.room()
    two.say(room, two.third, "So am I.", answers=two.say(room, two.them))
    people.block(two.me, blocker=two.them)


WHERE_REQUESTS_STAND = {"a request", "a program: requests", "a program: a request"}
WHERE_MESSAGES_STAND = {
    "a conversation", "messages after one", "choosing what to report", "looking for words",
    "looking for words in rooms too", "what goes with a message", "a program: what goes with a message",
    "a program: messages", "a program: a message", "a program: looking for words",
}  # fmt: skip
RELATIONS: dict[Callable[[Two], None], set[str]] = {
    asks_out_of_nowhere: set(),
    asks_whom_they_met: WHERE_REQUESTS_STAND,
    asks_and_takes_it_back: set(),
    asks_though_i_want_nobody: set(),
    asks_though_i_muted_them: set(),
    asks_though_i_blocked_them: set(),
    asks_though_they_blocked_me: set(),
    is_declined_for_good: set(),
    talks_with_me: WHERE_MESSAGES_STAND,
    is_blocked_while_we_talk: set(),
    blocks_me_while_we_talk: set(),
    goes_on_after_it_ended: set(),
    takes_it_back: set(),
    is_taken_down: set(),
    talks_with_somebody_else: set(),
    is_answered_by_somebody_i_talk_with: set(),
    is_shown_to_staff_by_somebody_else: set(),
    sits_in_a_group_with_me: WHERE_MESSAGES_STAND,
    is_blocked_in_a_group_of_ours: set(),
    blocks_me_in_a_group_of_ours: set(),
    is_answered_in_a_group_where_i_blocked_them: set(),
    spoke_in_a_group_before_i_came: set(),
    is_blocked_in_a_room: set(),
    is_answered_in_a_room_where_they_blocked_me: set(),
    listens_to_me: WHERE_MESSAGES_STAND,
    is_blocked_while_they_listen: set(),
    notes_something_about_me: set(),
}
"""How somebody stands to me, and the only ways by which their words may come."""


# ---- the ways by which words could come

PAGES = {
    "the list of conversations": "/conversations/",
    "a conversation": "/conversations/<chat.Conversation>/",
    "messages after one": "/conversations/<chat.Conversation>/messages/?after=0",
    "choices": "/conversations/<chat.Conversation>/choices/",
    "ending it": "/conversations/<chat.Conversation>/end/",
    "choosing what to report": "/conversations/<chat.Conversation>/report/",
    "looking for words": f"/conversations/search/?q={FOUND_BY}",
    "looking for words in rooms too": f"/conversations/search/?rooms=on&q={FOUND_BY}",
    "what goes with a message": "/conversations/files/<chat.Attachment>/",
    "a request": "/conversations/requests/<chat.Request>/",
    "a request somebody sent": "/conversations/requests/<chat.Request>/take-back/",
    "a message": "/messages/<chat.Message>/",
    "changing a message": "/messages/<chat.Message>/edit/",
    "taking a message back": "/messages/<chat.Message>/remove/",
    "reporting what was shown": "/report/chat.excerpt/<chat.Excerpt>/",
    "writing to them": "/members/Ben/write/",
    "their page": "/members/Ben/",
    "talking now": "/now/",
    "a talk": "/now/<listening.Talk>/",
    "after a talk": "/now/<listening.Talk>/after/",
    "noting something after a talk": "/now/<listening.Talk>/note/",
    "what listeners noted": "/listening/notes/",
    "a program: talking now": "/api/v1/now",
    "a program: a talk": "/api/v1/talks/<listening.Talk>",
    "a program: what listeners noted": "/api/v1/listening/notes",
    "notices": "/notices/",
    "a notice": "/notices/<notifications.Notice>/",
    "the search for everybody": f"/search/?q={FOUND_BY}",
    "a picture": "/pictures/<forum.Picture>/",
    "a program: conversations": "/api/v1/conversations",
    "a program: a conversation": "/api/v1/conversations/<chat.Conversation>",
    "a program: messages": "/api/v1/conversations/<chat.Conversation>/messages",
    "a program: a message": "/api/v1/messages/<chat.Message>",
    "a program: what goes with a message": "/api/v1/attachments/<chat.Attachment>",
    "a program: looking for words": f"/api/v1/found-messages?q={FOUND_BY}",
    "a program: requests": "/api/v1/requests",
    "a program: a request": "/api/v1/requests/<chat.Request>",
    "a program: sent requests": "/api/v1/sent-requests",
    "a program: a sent request": "/api/v1/sent-requests/<chat.Request>",
    "a program: notices": "/api/v1/notices",
    "a program: a notice": "/api/v1/notices/<notifications.Notice>",
}
"""Addresses by the way they are; every row there is of a model is put in."""


def what_pages_say(two: Two) -> Iterator[tuple[str, str]]:
    browser = signed_in_browser(two.me)
    scopes = ["read", "write", "events"]
    _, secret = people.make_token(
        two.me, name="A program", scopes=scopes, days=1, now=two.now, has_second_factor=True
    )
    for way, pattern in PAGES.items():
        for address in _filled(pattern):
            if address.startswith("/api/"):
                answer = Client().get(address, headers={"authorization": f"Bearer {secret}"})
            else:
                answer = browser.get(address, headers={"hx-request": "true"} if "after=" in address else {})
            assert answer.status_code < 500, address
            yield way, f"{answer.headers}{answer.content.decode()}"


def _filled(pattern: str) -> list[str]:
    """Return the addresses with every row of the model they name; rows have names like chat.Message here."""
    found = re.search(r"<([\w.]+)>", pattern)
    if not found:
        return [pattern]
    rows = apps.get_model(found[1])._base_manager.values_list("pk", flat=True)
    return [pattern.replace(found[0], str(pk)) for pk in rows]


def what_is_heard(two: Two) -> Iterator[tuple[str, str]]:
    from live.models import OutboxEvent

    yield "the event stream", json.dumps(list(OutboxEvent.objects.values()), default=str)


def what_is_sent(two: Two) -> Iterator[tuple[str, str]]:
    from notifications.actions import send_letters
    from notifications.models import Letter

    Letter.objects.update(due_at=two.now - timedelta(seconds=1))
    send_letters()
    yield "a letter", "".join(str(letter.message()) for letter in mail.outbox)


def what_is_exported(two: Two) -> Iterator[tuple[str, str]]:
    import zipfile

    from people.exporting.archive import write_archive

    file = io.BytesIO()
    write_archive(two.me.account, file, now=two.now, on_progress=lambda done, total: None)
    with zipfile.ZipFile(file) as archive:
        yield (
            "an export",
            "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()),
        )


WAYS = (
    what_is_heard,
    what_is_sent,
    what_pages_say,
    what_is_exported,
)  # pages last: what was read needs no letter


@pytest.fixture
def two(asha: Any, ben: Any, chen: Any, settings: Any) -> Two:
    """Asha, who hears of everything by e-mail too, and the others."""
    from notifications import actions, kinds

    settings.MAIL_IS_SET = True
    people.give_address(asha, address="asha@post.example", origin="https://quiet.example/")
    people.prove_address(asha.account, address="asha@post.example", now=timezone.now())
    actions.choose(
        asha,
        kinds=dict.fromkeys(kinds._kinds, (True, True, False)),
        settings={"origin": "https://quiet.example/"},
    )
    return Two(asha, ben, chen)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.__name__)
def test_words_reach_me_by_these_ways_alone(relation: Callable[[Two], None], two: Two) -> None:
    relation(two)

    came = {way for ways in WAYS for way, said in ways(two) if SECRET in said}

    assert came == RELATIONS[relation]
    assert mail.outbox or not came, "what comes is told of outside as well, without words"
