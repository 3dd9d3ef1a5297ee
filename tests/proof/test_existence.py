"""What exists and what does not answer alike, in words and in time: at the doors, and for private things."""

from collections.abc import Callable
from itertools import count
from statistics import median
from time import thread_time
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.http import Http404
from django.test import Client

from tests.cast import PASSPHRASE
from tests.proof.answers import Answer, all_alike, study
from tests.proof.community import Community
from tests.proof.private import ROLES, told_apart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_forgotten")]
TRIES = 5
NOBODY = "Nobodyhere"
_elsewhere = count(1)


@pytest.fixture(autouse=True)
def _the_same_names_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page for joining suggests names drawn by chance."""
    from people.queries import members

    monkeypatch.setattr(
        members, "suggest_names", lambda count: [f"Cedar {number}" for number in range(count)]
    )


# ---- private things


@pytest.mark.parametrize("role", ROLES)
def test_private_things_answer_like_none(role: str, community: Community) -> None:
    told = told_apart(community, role)

    assert not told, "\n".join(map(str, told))


def _says_no_instead_of_nothing(patch: Any) -> None:
    from django.core.exceptions import PermissionDenied

    from forum import queries
    from forum.models import Post

    get = queries.get_post

    def get_post(post_id: int, **how: Any) -> Any:
        try:
            return get(post_id, **how)
        except Http404:
            if Post.objects.filter(pk=post_id).exists():
                raise PermissionDenied from None
            raise

    patch.setattr(queries, "get_post", get_post)


def _looks_longer_at_what_exists(patch: Any) -> None:
    from forum import queries
    from forum.models import Post, Space

    get = queries.get_post

    def get_post(post_id: int, **how: Any) -> Any:
        post = Post.objects.filter(pk=post_id).first()
        return get(Space.objects.count() and post.pk if post else post_id, **how)

    patch.setattr(queries, "get_post", get_post)


def _works_longer_on_what_exists(patch: Any) -> None:
    from core.text import render_markdown
    from forum import queries
    from forum.models import Post

    get = queries.get_post

    def get_post(post_id: int, **how: Any) -> Any:
        for post in Post.objects.filter(pk=post_id):
            for _ in range(200):
                render_markdown(post.body)
        return get(post_id, **how)

    patch.setattr(queries, "get_post", get_post)


@pytest.mark.parametrize(
    ("fault", "difference"),
    [
        (_says_no_instead_of_nothing, "says"),
        (_looks_longer_at_what_exists, "asks the database"),
        (_works_longer_on_what_exists, "steps"),
    ],
)
def test_an_answer_that_knows_more_than_it_says_is_seen(
    fault: Callable[[Any], None], difference: str, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)

    told = told_apart(community, "chen", only="posts/<int:post_id>/history")

    assert any(difference in one.difference for one in told)


# ---- signing in


def sign_in(name: str, passphrase: str = "not this one") -> Answer:
    """Try a passphrase, each time from elsewhere: an address that tries too much has to wait, whatever it tries."""
    client = Client(REMOTE_ADDR=f"2001:db8:{next(_elsewhere):x}::1")
    return study(lambda: client.post("/sign-in/", {"name": name, "passphrase": passphrase}), name)


def names_at_the_door(community: Community) -> list[str]:
    """Return a name nobody has, one somebody has, a closed account's, and one without a passphrase."""
    from people.models import Account

    account = Account.objects.get(pk=community.people["lena"].account_id)
    account.set_unusable_password()
    account.save()
    return [NOBODY, *(community.people[who].name for who in ("asha", "gone", "lena"))]


def told_at_the_door(community: Community) -> str:
    """Sign in with every kind of name, until it has to wait and after; return what tells them apart."""
    names = names_at_the_door(community)
    sign_in("Somebody else")  # what is done once only
    told = [all_alike([sign_in(name) for name in names]) for _ in range(TRIES + 2)]
    told.append(all_alike([sign_in(name, PASSPHRASE) for name in names]))
    return "; ".join(filter(None, told))


def test_signing_in_tells_no_name_from_another(community: Community) -> None:
    assert not told_at_the_door(community)


def test_a_door_that_hashes_nothing_for_nobody_is_seen(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from people.backends import NameBackend

    def careless(self: Any, account: Any, passphrase: str) -> Any:
        return account if account and check_password(passphrase, account.password) else None

    monkeypatch.setattr(NameBackend, "_check_password", careless)

    assert "hashes" in told_at_the_door(community)


def test_a_door_that_keeps_nobody_waiting_is_seen(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from people.adapter import AccountAdapter
    from people.models import Account
    from people.names import name_key

    mark = AccountAdapter._get_login_attempts_cache_key

    def careless(self: Any, request: Any, **given: Any) -> str:
        known = Account.objects.filter(name_key=name_key(given["username"])).exists()
        return str(mark(self, request, **given)) if known else str(object())

    monkeypatch.setattr(AccountAdapter, "_get_login_attempts_cache_key", careless)

    assert "says" in told_at_the_door(community)


def test_signing_in_takes_as_long_for_nobody_as_for_somebody(community: Community, settings: Any) -> None:
    """With the hashing of a real installation, each in turn, in the time of this thread alone."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    account = community.people["asha"].account
    account.set_password(PASSPHRASE)
    account.save()
    took: dict[str, list[float]] = {NOBODY: [], community.people["asha"].name: []}
    for _ in range(4):
        for name, times in took.items():
            begun = thread_time()
            Client().post("/sign-in/", {"name": name, "passphrase": "not this one"})
            times.append(thread_time() - begun)

    nobody, somebody = (median(times) for times in took.values())
    assert 0.5 < nobody / somebody < 2


# ---- joining


def join(name: str) -> Answer:
    given = {
        "name": name,
        "name_anyway": name,
        "passphrase": "a long passphrase here",
        "old_enough": "on",
        "agree": "on",
    }
    return study(lambda: Client().post("/join/", given), name)


def told_when_many_have_joined(community: Community) -> str:
    """Ask for names that are taken until nobody may ask any more; return what tells names apart from then on."""
    taken = community.people["asha"].name
    for _ in range(25):
        join(taken)
    return all_alike([join(name) for name in ("Ashavara", taken, community.people["gone"].name)])


def test_asking_for_names_ends_alike_for_taken_and_free_ones(community: Community) -> None:
    assert not told_when_many_have_joined(community)


def test_a_door_that_looks_before_it_counts_is_seen(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from people.forms.doors import JoinForm
    from people.queries import is_name_free

    clean = JoinForm.clean

    def eager(self: Any) -> Any:
        given = clean(self)
        if not is_name_free(given.get("name", "")):
            self.add_error("name", "Somebody here already has that name.")
        return given

    monkeypatch.setattr(JoinForm, "clean", eager)

    assert told_when_many_have_joined(community)


def test_the_hint_while_typing_is_the_same_for_taken_and_free_names(community: Community) -> None:
    def hint(name: str) -> Answer:
        return study(lambda: Client().get("/join/name/", {"name": name}), name)

    names = ["Ashavara", community.people["asha"].name, community.people["gone"].name]
    hint(names[0])

    assert not all_alike([hint(name) for name in names])
