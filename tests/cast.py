"""The people every test tells its story with. Each is signed up the way a visitor would be.

Asha writes, Ben answers, Chen has nothing to do with it, Dana is blocked, Mo moderates, Lena listens
and Olu runs the place.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

PASSPHRASE = "a long passphrase"


def _join(name: str, role: str = "member") -> Any:
    from people.actions import sign_up

    member = sign_up(name=name, passphrase=PASSPHRASE, now=timezone.now())
    if member.role != role:
        member.role = role
        member.save(update_fields=["role"])
    return member


@pytest.fixture
def asha(db: None) -> Any:
    return _join("Asha")


@pytest.fixture
def ben(db: None) -> Any:
    return _join("Ben")


@pytest.fixture
def chen(db: None) -> Any:
    return _join("Chen")


@pytest.fixture
def dana(db: None) -> Any:
    return _join("Dana")


@pytest.fixture
def mo(db: None) -> Any:
    return _join("Mo", role="moderator")


@pytest.fixture
def lena(db: None) -> Any:
    return _join("Lena", role="listener")


@pytest.fixture
def olu(db: None) -> Any:
    return _join("Olu", role="operator")


@pytest.fixture
def dana_is_blocked(asha: Any, dana: Any) -> None:
    from people.actions import block

    block(dana, blocker=asha)


@pytest.fixture
def browser_of(db: None) -> Callable[[Any], Client]:
    """Return a function that gives a signed-in browser for a member."""
    return signed_in_browser


def signed_in_browser(member: Any) -> Client:
    """Return a browser that went all the way in: the passphrase was given, and the second step passed."""
    from people import sessions

    client = Client()
    client.force_login(member.account)
    session = client.session
    sessions.note_second_step(session, now=timezone.now())
    session.save()
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    return Client()


@pytest.fixture
def with_relay(settings: Any) -> None:
    """Let there be calls: a relay that is named, and that nobody in these tests ever reaches."""
    settings.CALLS = {
        "urls": ["turn:relay.test:3478"],
        "secret": "relays",
        "relays": frozenset({"198.51.100.7"}),
    }
