"""Sign members in without a browser: python bench/guests.py --count 1000 prints their session keys as JSON.

Scrypt would take minutes for thousands of them. The sessions are the ones signing in makes: Django's own keys in
the session store of the installation.
"""

import argparse
import json
import os
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string

from people.models import Acceptance, Account, Member
from people.queries.agreements import current_agreement_id

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def make_guests(count: int) -> list[Account]:
    """Return this many accounts, each with a member; made on first use."""
    keys = [f"benchguest{number}" for number in range(count)]
    Account.objects.bulk_create(
        [Account(name_key=key, password="!") for key in keys], ignore_conflicts=True, batch_size=1_000
    )
    accounts = Account.objects.filter(name_key__startswith="benchguest").in_bulk(field_name="name_key")
    Member.objects.bulk_create(
        [
            Member(account=accounts[key], name=f"Guest {number}", name_key=key, avatar_seed=number,
                   joined_at=timezone.now())
            for number, key in enumerate(keys)
        ],
        ignore_conflicts=True, batch_size=1_000,
    )  # fmt: skip
    if agreement := current_agreement_id():
        Acceptance.objects.bulk_create(
            [Acceptance(account=accounts[key], agreement_id=agreement, accepted_at=timezone.now()) for key in keys],
            ignore_conflicts=True, batch_size=1_000,
        )  # fmt: skip
    return [accounts[key] for key in keys]


def sign_in(accounts: list[Account]) -> list[str]:
    """Return a session key for each account."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    today = timezone.now().date().isoformat()
    ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    sessions = [
        Session(
            session_key=get_random_string(32, LETTERS),
            session_data=store.encode(
                {
                    SESSION_KEY: str(account.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: account.get_session_auth_hash(),
                    "seen": today,
                }
            ),
            expire_date=ends,
        )
        for account in accounts
    ]
    Session.objects.bulk_create(sessions, batch_size=1_000)
    return [session.session_key for session in sessions]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=1)
    print(json.dumps(sign_in(make_guests(parser.parse_args().count))))


if __name__ == "__main__":
    main()
