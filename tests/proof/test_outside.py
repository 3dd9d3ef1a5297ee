"""What lies or goes outside the pages holds no secret: letters, messages to devices, and the database itself."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from notifications.tests.conftest import mailboxes, phone  # noqa: F401 fixtures
from tests.proof import circles_held
from tests.proof.acts import everything
from tests.proof.community import Community
from tests.proof.conversations import SEALED, go_on_talking, say
from tests.proof.walk import Walk

pytestmark = pytest.mark.django_db
ORIGIN = "https://quiet.example/"
# Kept sealed, besides what is said in conversations.
SEALED_TOO = ("a draft", "words of a report", "a statement of reasons", "e-mail")


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


# ---- the database


def readable_in_the_database(community: Community) -> set[str]:
    """Return the secrets whose words can be read in a copy of the database, and one that everybody may read."""
    dump = everything_in_the_database().casefold()
    return {
        secret
        for secret in (*SEALED, *SEALED_TOO, *circles_held.SEALED, "words of an anonymous voice")
        if any(needle in dump for needle in community.canaries[secret].needles)
    }


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

    assert readable_in_the_database(community) == {"words of an anonymous voice"}


def test_a_message_that_is_not_sealed_is_seen(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    from core import sealing

    monkeypatch.setattr(sealing, "seal", lambda text: text)

    say(community, community.talk, "ines", "One more ineswhisper.")

    assert SEALED[0] in readable_in_the_database(community)
