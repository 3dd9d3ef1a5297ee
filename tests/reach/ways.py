"""The ways by which words could come: every address there is, with every row in it, and what leaves by itself.

An address is known by how it is written in the urls files, so a new one that shows somebody's words is a new way.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NamedTuple

from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.paging import write_cursor
from tests.cast import signed_in_browser
from tests.proof.addresses import arguments_of, filled, routes, routes_for_programs
from tests.proof.bodies import Bodies
from tests.proof.community import browser_with
from tests.proof.walk import undone
from tests.reach.two import Two


class Said(NamedTuple):
    """By which way what came, and with which status where it is an answer."""

    way: str
    text: str
    status: int = HTTPStatus.OK


PIECE = {"hx-request": "true"}
TALK, SAID, ASKED = "chat.Conversation", "chat.Message", "chat.Request"
ROWS_OF: dict[str, str] = {
    "conversation_id": TALK, "group_id": TALK, "room_id": TALK, "venue_id": TALK,
    "message_id": SAID, "request_id": ASKED, "sent_id": ASKED, "attachment_id": "chat.Attachment",
    "file_id": "chat.ExcerptFile", "ref": "chat.Excerpt", "talk_id": "listening.Talk",
    "notice_id": "notifications.Notice",
    "circle_id": "circles.Circle", "support_group_id": "circles.Group", "schedule_id": "circles.Schedule",
    "insider_id": "circles.Membership", "presence_id": "circles.Presence", "waiting_id": "circles.Waiting",
    "worry_id": "circles.Worry", "thread_id": "forum.Thread", "post_id": "forum.Post", "picture_id": "forum.Picture",
    "offer_id": "forum.Offer", "case_id": "safety.Case", "decision_id": "safety.Decision", "shift_id": "safety.Shift",
    "member_id": "people.Member", "device_id": "people.Device", "topic_id": "people.Topic",
    "token_id": "people.AccessToken", "number": "mfa.Authenticator",
}  # fmt: skip
"""By the name of an argument, the model whose row is put there: the newest, or every one WHERE_WORDS_ARE."""

WORDS_FOR: dict[str, Sequence[Any]] = {
    "venue_kind": ["conversation"], "own_ref": ["nobody"], "token": ["no-token"],
    "reference": ["0000-0000-0000"], "concern": ["wants_to_die"], "status": [404], "code": ["GB"],
}  # fmt: skip
"""What is put there where nothing of anybody's is meant."""

WITH_A_ROW = {TALK, SAID, ASKED, "chat.Attachment", "listening.Talk"}
WHERE_WORDS_ARE = WITH_A_ROW | {"chat.Excerpt", "chat.ExcerptFile", "notifications.Notice"}
HAS_MORE = {
    "conversations/<int:conversation_id>/": f"?before={write_cursor([2**62])}",
    "conversations/<int:conversation_id>/messages/": "?after=0",
}
"""How a page of messages is asked for those before it, and after it."""

STREAMS = ("api/v1/events",)  # does not end; test_whose_words_are_heard listens to it


class Reader:
    """Asha's browser and her program, and everything they could ask for."""

    def __init__(self, me: Any, everybody: Sequence[Two]) -> None:
        from people.actions import make_token

        self.me, self._everybody = me, everybody
        self._cookies = signed_in_browser(me).cookies
        _, key = make_token(
            me, name="A program", scopes=["read", "write", "events"], days=1, now=timezone.now(),
            has_second_factor=True,
        )  # fmt: skip
        self._key = {"authorization": f"Bearer {key}", "accept": "application/json"}

    def everything(self) -> Iterator[Said]:
        """Ask for every page and every address of the API, then send what a reader could send."""
        yield from self._pages()
        yield from self._programs()
        yield from self._searches()
        yield from self._answers()

    def _pages(self) -> Iterator[Said]:
        """Ask for every page; of a conversation that is there for her also for what came since, and what was before."""
        for route in routes():
            for address in addresses(route):
                page = self._ask("GET", route, address)
                yield page
                if page.status == HTTPStatus.METHOD_NOT_ALLOWED:
                    break  # for every row alike
                if page.status != HTTPStatus.NOT_FOUND and route in HAS_MORE:
                    yield self._ask("GET", route, address + HAS_MORE[route], headers=PIECE)

    def _programs(self) -> Iterator[Said]:
        for route in routes_for_programs():
            for address in addresses(route) if route not in STREAMS else ():
                answer = self._ask("GET", route, address, headers=self._key)
                yield answer
                if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
                    break

    def _searches(self) -> Iterator[Said]:
        """Look for what each of them said, at every address that is no row's own."""
        plain = [route for route in routes() if not arguments_of(route)]
        for_programs = [route for route in routes_for_programs() if not arguments_of(route)]
        for two in self._everybody:
            asked = {"q": two.found_by, "rooms": "on", "where": "rooms"}
            for route in plain:
                if "search" in route:
                    yield self._ask("GET", route, f"/{route}", **asked)
            for route in for_programs:
                if "search" in route or "found" in route:
                    yield self._ask("GET", route, f"/{route}", headers=self._key, **asked)

    def _answers(self) -> Iterator[Said]:
        """Send something to whatever is somebody's; and answer each message where Asha may write."""
        bodies = Bodies(name=self._everybody[0].them.name)
        given = {"body": "I hear you.", "words": "Please look.", "kind": "hear", "answer": "later", "q": "I"}
        for route in routes():
            for address in addresses(route) if WITH_A_ROW & rows_in(route) else ():
                page = self._ask("POST", route, address, headers=PIECE, **given)
                yield page
                if page.status == HTTPStatus.METHOD_NOT_ALLOWED:
                    break
        for route in routes_for_programs():
            for address in addresses(route) if WITH_A_ROW & rows_in(route) else ():
                for method in bodies.methods_at(address):
                    body = bodies.body_for(method, address)
                    yield self._ask(method, route, address, headers=self._key, body=body)
        place, number = "conversations/<int:conversation_id>/messages/", self._place_of_my_own()
        for pk in _rows(SAID):
            yield self._ask(
                "POST", place, filled(place, number), headers=PIECE, body="Thank you.", answers=pk
            )
            body = json.dumps({"body": "Thank you.", "answers": pk}).encode()
            yield self._ask(
                "POST", "api/v1/conversations/<conversation_id>/messages",
                f"/api/v1/conversations/{number}/messages", headers=self._key, body=body,
            )  # fmt: skip

    def _place_of_my_own(self) -> int:
        """Return a group of Asha's in which nobody else sits: what is shown there came from elsewhere."""
        from chat.actions import make_group

        return int(make_group(name="Mine", keeper=self.me, now=timezone.now()).pk)

    def _ask(self, method: str, route: str, address: str, *, headers: Any = None, **given: Any) -> Said:
        """Ask once with nothing kept of it; what Asha sent herself is no news to her."""
        browser = Client() if headers and "authorization" in headers else browser_with(self._cookies)
        body = given.get("body")
        with undone():
            if isinstance(body, bytes):
                answer = browser.generic(method, address, body, "application/json", headers=headers)
            else:
                answer = getattr(browser, method.lower())(address, given, headers=headers)
            said = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code < 500 or "styleguide" in address, f"{method} {address}"
        text = f"{answer.headers}{said.decode('utf-8', 'replace')}"
        return Said(f"{method} {route}", text, answer.status_code)


def addresses(route: str) -> Iterator[str]:
    """Return the address with every row of each model it names; fail where nobody has said what belongs there."""
    values = [_values_for(argument, route) for argument in arguments_of(route)]
    for number in range(max(map(len, values), default=1)):
        yield filled(route, *(rows[number % len(rows)] for rows in values))


def rows_in(route: str) -> set[str]:
    """Return the models whose rows an address names."""
    return {ROWS_OF[argument] for argument in arguments_of(route) if argument in ROWS_OF}


def _values_for(argument: str, route: str) -> Sequence[Any]:
    if argument in ROWS_OF:
        rows = _rows(ROWS_OF[argument]) or [1]
        return rows if ROWS_OF[argument] in WHERE_WORDS_ARE else rows[-1:]
    if argument == "name":
        writers = apps.get_model("people.Member").objects.filter(name__startswith="Writer")
        return list(writers.values_list("name", flat=True)[: None if "members/" in route else 1])
    if argument == "kind":
        return ["hear" if "support" in route else "chat.excerpt"]
    if argument in ("slug", "place"):
        return list(apps.get_model("forum.Space").objects.values_list("slug", flat=True)[:2])
    return WORDS_FOR[argument]


def _rows(model: str) -> list[Any]:
    return list(apps.get_model(model)._base_manager.order_by("pk").values_list("pk", flat=True))


# ---- what leaves by itself


def what_is_stored_for_the_stream(me: Any) -> Iterator[Said]:
    from live.models import OutboxEvent

    yield Said("an event", json.dumps(list(OutboxEvent.objects.values()), default=str))


def what_is_sent(me: Any) -> Iterator[Said]:
    """Send every letter that waits."""
    from notifications.actions import send_letters
    from notifications.models import Letter

    Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    send_letters()
    assert mail.outbox, "what comes is told of outside as well, without words"
    yield Said("a letter", "".join(str(letter.message()) for letter in mail.outbox))


def what_is_exported(me: Any) -> Iterator[Said]:
    from people.exporting.archive import write_archive

    file = io.BytesIO()
    write_archive(me.account, file, now=timezone.now(), on_progress=lambda done, total: None)
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            yield Said("an export", f"{name}{archive.read(name).decode('utf-8', 'replace')}")


def ways_found(everybody: Sequence[Two], said: Iterable[Said]) -> dict[str, set[str]]:
    """Return by which ways the words of each of them came, by their mark."""
    found: dict[str, set[str]] = {two.mark: set() for two in everybody}
    for way, text, _ in said:
        if "velvetlighthouse" in text:
            for two in everybody:
                if two.secret in text:
                    found[two.mark].add(way)
    return found
