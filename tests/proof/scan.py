"""The scan: everybody asks for everything, in each of the ways something could come out."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.privacy import classified_models, rows_of
from tests.proof.addresses import one_of_each
from tests.proof.bodies import Bodies
from tests.proof.canaries import ROLES
from tests.proof.log_lines import LogLines
from tests.proof.walk import AS_JSON, PIECE, PLAIN, Walk

WAYS_OUT = ("/leave/", "/sign-out/")
# One of each kind of reader: the others differ from these in nothing the forms look at.
SENDERS = ["stranger", "chen", "dana", "mo"]
WRITERS = ["chen", "dana", "mo"]
SEEKERS = ["stranger", "dana", "ines", "olu"]
WAYS = [
    *((role, PLAIN) for role in ROLES if role != "gone"),
    *((role, PIECE) for role in ("chen", "dana")),
]
# Whoever is gone is nobody wherever they come, and no page becomes another by being asked for as JSON.
WAYS_OF_ONE_OF_EACH = [*WAYS, ("gone", PLAIN), ("stranger", PIECE), ("dana", AS_JSON)]
OTHER_METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]
LISTS = [
    "/?",
    "/spaces/courtyard/?",
    "/spaces/courtyard/?show=unanswered&",
    "/unanswered/?",
    "/search/?q=me&",
]
WRONG = ["/%00", "/?q=%FF", "/operator/members/", "/posts/1/", "/nowhere/"]


def pages(walk: Walk, addresses: Iterable[str], roles: Iterable[str] = ROLES) -> None:
    """Ask each address as one after the other, so that what is kept of a page for one could reach the next."""
    roles, one_of_them = set(roles), set(one_of_each(walk.community))
    with LogLines() as lines:
        for address in addresses:
            ask = walk.ask_and_undo if address in WAYS_OUT else walk.ask
            for role, headers in WAYS_OF_ONE_OF_EACH if address in one_of_them else WAYS:
                if role in roles and not walk.is_never_asked("GET", address):
                    ask(role, address, headers=headers)
    lines.look(walk)


def programs(walk: Walk, methods: Iterable[str], addresses: Iterable[str]) -> None:
    """Ask the API for everything it can be read for, as everybody's program, and write to it what it takes."""
    bodies = Bodies(post=walk.community.voice_reply.pk, name=walk.community.people["dana"].name)
    keys = {role: walk.community.token_of(role) for role in ROLES}
    headers = {
        role: AS_JSON | ({"authorization": f"Bearer {key}"} if key else {}) for role, key in keys.items()
    }
    for one in headers.values():
        Client().get("/api/v1/me", headers=one)  # the day on which a program came is noted once
    with LogLines() as lines:
        for address in addresses:
            if address.endswith("/v1/events"):
                continue  # does not end; test_streams.py listens to it
            for method in methods:
                body = bodies.body_for(method, address)
                sent = {"data": body, "content_type": "application/json"} if method != "GET" else {}
                for role in ROLES if method == "GET" else WRITERS:
                    if not walk.is_never_asked(method, address):
                        walk.ask_as_program(role, address, method=method, headers=headers[role], **sent)
    lines.look(walk)


def forms(walk: Walk, addresses: Iterable[str]) -> None:
    """Send every address a form with other people's things in it; strangers one of each kind."""
    sent, one_of_them = everything_sent(walk.community), set(one_of_each(walk.community))
    with LogLines() as lines:
        for address in addresses:
            for role in SENDERS if address in one_of_them else SENDERS[1:]:
                if not walk.is_never_asked("POST", address):
                    walk.send(role, address, sent, headers=PIECE if role == "chen" else PLAIN)
    lines.look(walk)


def other_methods(walk: Walk) -> None:
    """Ask one address of each kind in every other way."""
    with LogLines() as lines:
        for address in one_of_each(walk.community):
            for method in OTHER_METHODS:
                walk.ask_and_undo("dana", address, method=method)
    lines.look(walk)


def everything_sent(community: Any) -> dict[str, Any]:
    """Return a form that has whatever any page could ask for, with other people's numbers in it."""
    return {
        "title": "A title", "body": "Some words.", "wants": "listen", "kind": "hear", "version": 1,
        "thread": community.behind.pk, "quoted": community.closed_reply.pk, "quoted_text": "And a closedreply",
        "name": community.people["dana"].name, "member": community.people["vera"].pk, "undo": "block",
        "admit": "yes", "space": community.closed.slug, "as": "member", "by": community.people["vera"].pk,
        "message": community.talk_message.pk, "answers": community.talk_message.pk, "words": "Shall we talk?",
        "passphrase": "not this one at all", "follow": "yes", "lock": "yes", "keep": "yes", "pin": "yes",
    }  # fmt: skip


def links(walk: Walk, roles: Iterable[str] = SEEKERS) -> None:
    """Follow what the pages link to."""
    with LogLines() as lines:
        for role in roles:
            walk.crawl(role)
    lines.look(walk)


def lists(walk: Walk, roles: Iterable[str] = SENDERS) -> None:
    """Search for every secret word, and turn the pages of every list with cursors of one's own making."""
    needles = (needle for canary in walk.community.canaries.values() for needle in canary.needles)
    words = sorted({needle for needle in needles if needle.isalpha()})
    cursors = ("x", "1", str(walk.community.named.pk), "W10")
    with LogLines() as lines:
        for role in roles:
            for word in words:
                walk.ask(role, f"/search/?q={word}")
            for word in (word for word in words if word.endswith("whisper") and role != "stranger"):
                walk.ask(role, f"/conversations/search/?q={word}")
            for cursor in cursors:
                for place in LISTS:
                    walk.ask(role, f"{place}after={cursor}")
    lines.look(walk)


def error_pages(walk: Walk, roles: Iterable[str] = ROLES) -> None:
    """400, 403, 404, 405, 413, 422 and 429: with words in the address and in the form."""
    community = walk.community
    with LogLines() as lines:
        for role in roles:
            for address in [*WRONG, f"/threads/{community.behind.pk}/"]:
                walk.ask(role, address)
            walk.ask(role, f"/posts/{community.removed.pk}/support/")
            walk.ask(role, "/drafts/", method="POST", data=b"x" * 10, CONTENT_LENGTH="7000000")
            walk.send(role, f"/threads/{community.shared.pk}/replies/", {"body": ""})
        for _ in range(12):
            walk.send("stranger", "/sign-in/", {"name": "Ashavari", "passphrase": "wrong words"})
    lines.look(walk)


def broken_pages(walk: Walk, roles: Iterable[str] = ROLES) -> None:
    """500: the database gives out under the pages, with secrets in what the exception says."""
    from forum.queries import threads
    from people.views import account

    words = f"Ashavari Verabelle voicereply draftbody {walk.community.people['vera'].account_id}"

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(words)

    with LogLines() as lines, pytest.MonkeyPatch.context() as breaking:
        breaking.setattr(threads, "list_spaces", fail)
        breaking.setattr(account.queries, "list_distances", fail)
        for role in roles:
            walk.ask(role, f"/threads/{walk.community.shared.pk}/")
            walk.ask(role, "/account/")
    lines.look(walk)


def exports(walk: Walk, roles: Iterable[str] = ROLES[2:]) -> None:
    """Read every file of everybody's export; a number of one's own in it is no other's."""
    for role in roles:
        account = walk.community.people[role].account
        own = " ".join(str(row.pk) for model, _ in classified_models() for row in rows_of(account, model))
        with zipfile.ZipFile(everything_about(account)) as archive:
            for name in archive.namelist():
                words = archive.read(name).decode("utf-8", "replace")
                walk.look(role, f"the file {name} of an export from /account/", f"{name}\n{words}", asked=own)


def everything_about(account: Any) -> io.BytesIO:
    """Return the export of an account, made the way the background makes it."""
    from people.exporting.archive import write_archive

    file = io.BytesIO()
    write_archive(account, file, now=timezone.now(), on_progress=lambda done, total: None)
    return file
