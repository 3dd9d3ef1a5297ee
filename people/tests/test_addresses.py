"""Where somebody comes from is written nowhere: not in a table, a session or a count."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSPHRASE

ADDRESSES = ["203.0.113.77", "2001:db8:77:77::77"]
WRONG = {"name": "Asha", "passphrase": "not this one"}


def everything_stored() -> str:
    """Return every row of every table, every session unpacked, and what the cache holds with its keys."""
    rows = [
        repr(model._default_manager.values_list()[:1000])
        for model in apps.get_models(include_auto_created=True)
    ]
    sessions = [repr(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join([*rows, *sessions, *everything_cached()])


def everything_cached() -> Iterator[str]:
    """Yield what is in the cache with its keys, in this process or in Redis."""
    kept: Any = cache
    if hasattr(kept, "_expire_info"):
        yield from (repr(kept._expire_info), repr(kept._cache))
        return
    redis = kept._cache.get_client()
    for key in redis.scan_iter():
        yield repr((key, redis.get(key) if redis.type(key) == b"string" else ""))


@pytest.fixture(params=ADDRESSES)
def address(request):
    return request.param


def test_an_address_is_stored_nowhere(address, db, asha):
    browser = Client(REMOTE_ADDR=address)
    browser.post("/sign-in/", WRONG)
    browser.post("/sign-in/", {"name": "Asha", "passphrase": PASSPHRASE})
    browser.get("/account/")
    newcomer = Client(REMOTE_ADDR=address)
    newcomer.post(
        "/join/",
        {
            "name": "Noor Amber",
            "passphrase": PASSPHRASE,
            "old_enough": "on",
            "agree": "on",
        },
    )

    stored = everything_stored()

    assert "Noor Amber" in stored and "allauth:rl" in stored, "nothing was counted, so this proves nothing"
    assert address not in stored
    assert "2001:db8:77:77" not in stored


def test_the_name_somebody_tried_is_no_key_of_a_count_either(db):
    Client().post("/sign-in/", {"name": "Wilhelmina", "passphrase": "not this one"})

    assert "wilhelmina" not in everything_stored().lower()


def test_tries_from_one_address_are_still_counted_together(db, asha):
    def tries(client, names):
        return [client.post("/sign-in/", {**WRONG, "name": name}).content.decode() for name in names]

    tries(Client(REMOTE_ADDR="203.0.113.77"), [f"Guess {number}" for number in range(10)])

    assert "please wait" in tries(Client(REMOTE_ADDR="203.0.113.77"), ["Guess 11"])[0]
    assert "please wait" not in tries(Client(REMOTE_ADDR="203.0.113.78"), ["Guess 11"])[0]


def test_neighbours_in_one_network_are_counted_together(db, asha):
    """Whoever has one address of the newer kind has billions of them."""
    for number in range(10):
        Client(REMOTE_ADDR=f"2001:db8:77:77::{number:x}").post(
            "/sign-in/", {**WRONG, "name": f"Guess {number}"}
        )

    refused = Client(REMOTE_ADDR="2001:db8:77:77::ffff").post("/sign-in/", {**WRONG, "name": "Guess 11"})

    assert "please wait" in refused.content.decode()
