"""What lies or goes outside the pages holds no secret: letters, messages to devices, and the database itself."""

import json
import os
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from notifications.tests.conftest import mailboxes, phone  # noqa: F401 fixtures
from tests.proof import circles_held, talks_now
from tests.proof.acts import everything
from tests.proof.community import Community
from tests.proof.conversations import SEALED, go_on_talking, private_files, say
from tests.proof.needles import everything_in
from tests.proof.talks_now import readable_answers
from tests.proof.walk import Walk

pytestmark = pytest.mark.django_db
ORIGIN = "https://quiet.example/"
# Kept sealed, besides what is said in conversations.
SEALED_TOO = (
    "a draft",
    "words that wait to be sent",
    "words of a report",
    "a statement of reasons",
    "e-mail",
)


# ---- letters and messages to devices


def hear_outside(community: Community, who: str, phone: Any) -> str:  # noqa: F811
    """Let somebody hear of everything by e-mail and on a device; return their address."""
    from notifications import actions, kinds
    from people import actions as people
    from people.models import Device

    member, address = community.people[who], f"{who}@post.example"
    people.give_address(member, address=address, origin=ORIGIN)
    people.prove_address(member.account, address=address, now=timezone.now())
    browser = Device.objects.filter(account=member.account).first()
    actions.allow_device(member, browser=browser, now=timezone.now(), **phone.says_of_itself())
    everything_there_is = dict.fromkeys(kinds._kinds, (True, True, True))
    actions.choose(member, kinds=everything_there_is, settings={"origin": ORIGIN, "shows_count": True})
    return address


def what_left(community: Community, mailboxes: Any, phone: Any) -> Walk:  # noqa: F811
    """Let everything happen while two people hear of it outside; look at all that was sent."""
    from notifications.actions import send_letters
    from notifications.models import Letter

    addresses = [hear_outside(community, who, phone) for who in ("asha", "lena")]
    everything(community)
    Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    send_letters()

    assert {to for letter in mailboxes.letters for to in letter.envelope_to} == set(addresses)
    assert phone.received
    walk = Walk(community)
    for letter in mailboxes.letters:
        walk.look("letter", "a letter", f"{letter}\n{letter.get_content()}")
    for headers, words in phone.received:
        walk.look("letter", "a message to a device", f"{headers}\n{json.dumps(words)}")
    return walk


def test_neither_letters_nor_messages_to_devices_say_anything(
    community: Community,
    mailboxes: Any,  # noqa: F811
    phone: Any,  # noqa: F811
) -> None:
    walk = what_left(community, mailboxes, phone)

    assert not walk.leaks, "\n".join(sorted(map(str, walk.leaks)))


def test_letters_and_messages_that_say_more_are_seen(
    community: Community,
    mailboxes: Any,  # noqa: F811
    phone: Any,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from notifications import outside

    monkeypatch.setattr(outside, "_words", lambda count, wanted: "Inesita: More ineswhisper, changed.")

    walk = what_left(community, mailboxes, phone)

    seen = {leak.where for leak in walk.leaks if leak.secret == SEALED[0]}
    assert seen == {"a letter", "a message to a device"}


# ---- the database, and the files beside it

OPEN = "words of an anonymous voice"  # that everybody may read, so that it is known that something was read
ALL_SEALED = (*SEALED, *SEALED_TOO, *circles_held.SEALED, *talks_now.SEALED)
NAMES_OF_FILES = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")


def readable_in(dump: str, community: Community) -> set[str]:
    """Return the sealed secrets whose words can be read in a dump, packed ones too, and one that everybody may read.

    What a file is called stands in the row that has its key; that row is what says nothing.
    """
    dump = everything_in(dump)
    return {
        secret
        for secret in (*ALL_SEALED, OPEN)
        if any(
            needle in dump
            for needle in community.canaries[secret].needles
            if not NAMES_OF_FILES.fullmatch(needle)
        )
    }


def readable_in_the_database(community: Community) -> set[str]:
    """Return the same of a copy of the database."""
    return readable_in(everything_in_the_database(), community)


def dump_of_the_database() -> str:
    """Return what pg_dump writes of all that was committed; on SQLite the file itself."""
    if connection.vendor == "sqlite":
        return everything_in_the_database()
    facts = connection.get_connection_params()
    named = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    environment = os.environ | {name: str(facts[key]) for name, key in named.items() if facts.get(key)}
    command = ["pg_dump", str(connection.settings_dict["NAME"])]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def everything_in_the_database() -> str:
    """Return the whole file on SQLite, with what was deleted and not yet overwritten; every row on PostgreSQL."""
    if connection.vendor == "sqlite":
        return connection.connection.serialize().decode("utf-8", "replace")
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_the_database_holds_no_readable_private_word(community: Community) -> None:
    go_on_talking(community)

    assert readable_in_the_database(community) == {OPEN}
    assert readable_answers() == []


def test_no_file_beside_the_database_is_readable_or_named_after_anything(community: Community) -> None:
    names = {one.file_name for one in community.room_message.attachments.all()}

    found = everything_on_disk()

    assert all(name in found for name in names)
    assert not readable_in(found, community)


def everything_on_disk() -> str:
    """Return what every file that was uploaded is called, and what is in it."""
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return "\n".join(f"{path}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)


def test_a_message_that_is_not_sealed_is_seen(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    from core import sealing

    monkeypatch.setattr(sealing, "seal", lambda text: text)

    say(community, community.talk, "ines", "One more ineswhisper.")
    talks_now.answer_again(community)

    assert SEALED[0] in readable_in_the_database(community)
    assert readable_answers() == [talks_now.HEARD, talks_now.SAFER]


def test_a_file_that_is_not_sealed_is_seen(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    from chat.actions import attachments

    def write_as_it_is(name: str, content: bytes) -> str:
        default_storage.save(name, ContentFile(content))
        return "00" * 32

    monkeypatch.setattr(attachments, "write_sealed_file", write_as_it_is)

    say(community, community.room, "ines", "Look.", attachments=private_files())

    assert "files in a room behind a door" in readable_in(everything_on_disk(), community)
