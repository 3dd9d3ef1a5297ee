"""Whose private words reach me, and by which way: from those I did not accept, or who are apart from me, by none.

A relation (tests/reach/relations.py) is one way in which somebody may stand to Asha; many live in one community.
She then asks for every address the resolver and the API know, with every row there is, and is sent what would be sent
to her. An address that shows somebody's words and is not named here makes this fail, whoever's they are.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from chat.events import announce_message_change
from chat.models import Message, Room
from live.actions import publish
from live.outbox import Cursor, newest
from live.tests.browser import elsewhere, house, settle
from people import actions as people
from tests.cast import PASSPHRASE, signed_in_browser
from tests.proof.community import forget
from tests.proof.once import once_is_enough
from tests.reach import relations as to_asha
from tests.reach import ways
from tests.reach.relations import Relation
from tests.reach.two import Two

pytestmark = once_is_enough
PARTS = 4  # each asks for everything, and takes as long as one test may
PLACE, END = "https://quiet.example/", "proof.ended"

THE_REQUEST = {
    "GET conversations/requests/<int:request_id>/", "GET api/v1/requests", "GET api/v1/requests/<request_id>",
}  # fmt: skip
THE_NAME = {
    "GET conversations/", "GET conversations/<int:conversation_id>/", "GET conversations/<int:group_id>/people/",
    "GET api/v1/conversations", "GET api/v1/conversations/<conversation_id>", "an export",
    "PUT api/v1/conversations/<conversation_id>/lifetime",
}  # fmt: skip
READ = {
    "GET conversations/<int:conversation_id>/", "GET conversations/<int:conversation_id>/messages/",
    "GET conversations/files/<uuid:attachment_id>/", "GET api/v1/attachments/<attachment_id>",
    "GET api/v1/conversations/<conversation_id>/messages", "GET api/v1/messages/<message_id>",
}  # fmt: skip
PRESSED = {
    "POST messages/<int:message_id>/support/", "PUT api/v1/messages/<message_id>/support/<kind>",
    "DELETE api/v1/messages/<message_id>/support/<kind>",
}  # fmt: skip
FOUND = {"GET conversations/search/", "GET api/v1/found-messages"}
TO_REPORT = {
    "GET conversations/<int:conversation_id>/report/", "POST conversations/<int:conversation_id>/report/",
}  # fmt: skip
IN_A_TALK = READ | PRESSED | FOUND | TO_REPORT
RELATIONS: dict[Relation, set[str]] = {
    to_asha.asks_out_of_nowhere: set(),
    to_asha.asks_whom_they_met: THE_REQUEST,
    to_asha.is_told_not_now: THE_REQUEST,
    to_asha.asks_and_takes_it_back: set(),
    to_asha.asks_though_i_want_nobody: set(),
    to_asha.asks_though_i_muted_them: set(),
    to_asha.asks_though_i_blocked_them: set(),
    to_asha.asks_though_they_blocked_me: set(),
    to_asha.is_declined_for_good: set(),
    to_asha.talks_with_me: IN_A_TALK,
    to_asha.is_muted_while_we_talk: set(),
    to_asha.is_blocked_while_we_talk: set(),
    to_asha.blocks_me_while_we_talk: set(),
    to_asha.said_it_before_it_ended: IN_A_TALK - PRESSED,
    to_asha.goes_on_after_it_ended: set(),
    to_asha.takes_it_back: set(),
    to_asha.is_taken_down: set(),
    to_asha.talks_with_somebody_else: set(),
    to_asha.is_answered_by_somebody_i_talk_with: set(),
    to_asha.is_shown_to_staff_by_somebody_else: set(),
    to_asha.asks_me_into_a_group: THE_REQUEST | {"GET conversations/"},
    to_asha.asks_me_into_a_group_out_of_nowhere: set(),
    to_asha.asks_me_into_a_group_and_is_blocked: set(),
    to_asha.sits_in_a_group_i_am_asked_into_and_is_blocked: set(),
    to_asha.named_a_group_of_ours: THE_NAME,
    to_asha.named_a_group_of_ours_and_is_blocked: set(),
    to_asha.named_a_group_of_ours_left_it_and_blocks_me: set(),
    to_asha.sits_in_a_group_with_me: IN_A_TALK,
    to_asha.left_a_group_of_ours: IN_A_TALK,
    to_asha.left_a_group_of_ours_with_their_words: set(),
    to_asha.spoke_in_a_group_i_left: set(),
    to_asha.is_blocked_in_a_group_of_ours: set(),
    to_asha.blocks_me_in_a_group_of_ours: set(),
    to_asha.is_answered_in_a_group_where_i_blocked_them: set(),
    to_asha.spoke_in_a_group_before_i_came: set(),
    to_asha.speaks_in_a_room: READ | PRESSED | FOUND,
    to_asha.is_blocked_in_a_room: set(),
    to_asha.is_answered_in_a_room_where_they_blocked_me: set(),
    to_asha.spoke_in_a_room_whose_door_closed: set(),
    to_asha.speaks_in_a_support_group_of_ours: READ | PRESSED,
    to_asha.is_blocked_in_a_support_group_of_ours: set(),
    # Who went missing would tell whose the other name is: docs/decisions/names-in-groups.md.
    to_asha.is_blocked_and_has_another_name_in_a_support_group: READ | PRESSED,
    to_asha.spoke_in_a_support_group_i_left: set(),
    to_asha.spoke_in_a_support_group_i_was_removed_from: set(),
    to_asha.speaks_in_a_circle_with_me: READ | PRESSED,
    to_asha.is_blocked_in_a_circle: set(),
    to_asha.spoke_in_a_circle_i_was_removed_from: set(),
    to_asha.speaks_beside_a_circle: set(),
    to_asha.notes_something_about_me: set(),
    to_asha.is_blocked_while_they_listen: set(),
    to_asha.listens_to_me: IN_A_TALK,
}
"""How somebody stands to me, and the only ways by which their words may come."""

SEEN_IN_ROWS = {
    to_asha.speaks_in_a_room,
    to_asha.speaks_in_a_support_group_of_ours,
    to_asha.is_blocked_and_has_another_name_in_a_support_group,
    to_asha.speaks_in_a_circle_with_me,
}
"""Whose words come with the event itself, to whoever has the room open."""


class Everybody:
    """All who stand to Asha in some way, and by which ways the words of each came to her."""

    def __init__(self, relations: Iterable[Relation] = RELATIONS) -> None:
        now = timezone.now()
        self.me = people.sign_up(name="Asha", passphrase=PASSPHRASE, now=now)
        mo = people.sign_up(name="Mo", passphrase=PASSPHRASE, now=now)
        mo.role = "moderator"
        mo.save(update_fields=["role"])
        self._hear_of_everything()
        self.of = {relation: Two(self.me, mo, number) for number, relation in enumerate(relations)}
        for relation, two in self.of.items():
            relation(two)
        forget()

    def _hear_of_everything(self) -> None:
        """Have Asha hear of everything by e-mail too."""
        from notifications import actions, kinds

        people.give_address(self.me, address="asha@post.example", origin=PLACE)
        people.prove_address(self.me.account, address="asha@post.example", now=timezone.now())
        everything = dict.fromkeys(kinds._kinds, (True, True, False))
        actions.choose(self.me, kinds=everything, settings={"origin": PLACE})

    def came_by(self) -> dict[Relation, set[str]]:
        """Return by which ways whose words came; pages last, since what was read needs no letter."""
        everybody = list(self.of.values())
        found = ways.ways_found(everybody, self._said(everybody))
        return {relation: found[two.mark] for relation, two in self.of.items()}

    def change_every_message(self) -> None:
        """Have it told of every message that it changed."""
        for message in Message.objects.select_related("conversation__room"):
            announce_message_change(message)

    def points_at(self, two: Two, heard: str) -> bool:
        """Tell whether what was heard points at anything that they said."""
        theirs = Message.objects.filter(author=two.them).values_list("pk", flat=True)
        return not set(theirs).isdisjoint(map(int, re.findall(r'"message":(\d+)', heard)))

    def _said(self, everybody: list[Two]) -> Iterator[ways.Said]:
        yield from ways.what_is_stored_for_the_stream(self.me)
        yield from ways.what_is_sent(self.me)
        yield from ways.what_is_exported(self.me)
        yield from ways.Reader(self.me, everybody).everything()


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_words_reach_me_by_these_ways_alone(part: int, mailoutbox: list[Any]) -> None:
    """Walk through everything, with a part of all relations in one community."""
    some = dict(list(RELATIONS.items())[part::PARTS])
    with override_settings(MAIL_IS_SET=True):
        came = Everybody(some).came_by()
    forget()
    assert {each.__name__: came[each] for each in some} == {each.__name__: some[each] for each in some}


# ---- the event stream


@pytest.mark.django_db(transaction=True)
def test_nothing_is_heard_of_those_who_are_apart_and_words_come_only_with_rows_of_a_room() -> None:
    """Everything that was said is said to have changed once more while Asha listens; then she comes back."""
    publish(["thread:1"], "forum.reply_posted", {})
    settle()
    began = newest()
    everybody = Everybody()
    live, missed = hear(everybody.me, began, everybody.change_every_message)

    assert {relation for relation, two in everybody.of.items() if two.secret in live} == SEEN_IN_ROWS
    assert not [two for two in everybody.of.values() if two.secret in missed]
    apart = {
        relation: two
        for relation, two in everybody.of.items()
        if two.them.pk in everybody.me.hidden_ids and relation not in SEEN_IN_ROWS
    }
    assert len(apart) > 10
    assert not [relation for relation, two in apart.items() if everybody.points_at(two, live + missed)]
    talking = everybody.of[to_asha.talks_with_me]
    assert everybody.points_at(talking, live) and everybody.points_at(talking, missed)


def hear(me: Any, began: Cursor, act: Callable[[], None]) -> tuple[str, str]:
    """Listen to every room and circle while it happens; return what came then, and what comes when one comes back."""
    rooms = [f"room:{number}" for number in Room.objects.values_list("pk", flat=True)]
    session = signed_in_browser(me).cookies[settings.SESSION_COOKIE_NAME].value

    async def listen() -> tuple[str, str]:
        async with house() as home:
            live = await home.open(f"topics={','.join(rooms)}", who=session)
            await elsewhere(act)
            await elsewhere(publish, [f"member:{me.pk}"], END, {})
            await live.until(lambda: END in live.kinds)
            again = await home.open(f"topics={','.join(rooms)}&after={began}", who=session)
            await again.until(lambda: END in again.kinds)
            return live.text, again.text

    return asyncio.run(listen())
