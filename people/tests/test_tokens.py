"""Tokens for programs: shown once, kept as a hash, good for what they were made for until they end."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from people import actions
from people.models import AccessToken, Scope
from people.permissions import allows
from people.queries import get_bearer, list_tokens
from people.tasks import forget_ended_sessions
from tests.cast import PASSPHRASE

ASKED = {"name": "My reader", "scopes": ["read", "events"], "days": "90"}


def make(member, scopes=("read",), *, days=30, now=None, has_second_factor=False):
    return actions.make_token(
        member, name="A program", scopes=scopes, days=days, now=now or timezone.now(),
        has_second_factor=has_second_factor,
    )  # fmt: skip


def bearer_of(secret):
    return get_bearer(secret, now=timezone.now())


@pytest.fixture
def confirmed(asha, browser_of):
    browser = browser_of(asha)
    browser.post("/account/confirm/", {"current_passphrase": PASSPHRASE})
    return browser


def secret_in(response):
    found = re.search(r'id="secret" value="([^"]+)"', response.content.decode())
    return found and found[1]


def test_the_passphrase_is_asked_for_first(asha, browser_of):
    response = browser_of(asha).get("/account/tokens/")

    assert response["Location"] == "/account/confirm/?next=%2Faccount%2Ftokens%2F"


def test_a_token_is_shown_once_and_stored_as_a_hash(asha, confirmed):
    response = confirmed.post("/account/tokens/", ASKED)

    secret = secret_in(response)
    assert response.status_code == 201
    assert secret not in confirmed.get("/account/tokens/").content.decode()
    assert secret not in str(list(AccessToken.objects.values()))
    bearer = bearer_of(secret)
    assert (bearer.viewer.member, bearer.scopes) == (asha, {"read", "events"})


def test_a_form_with_something_missing_keeps_what_was_typed(confirmed):
    response = confirmed.post("/account/tokens/", {"name": "My reader", "days": "90"})

    assert response.status_code == 422
    assert 'value="My reader"' in response.content.decode()
    assert not AccessToken.objects.exists()


def test_a_token_taken_back_works_no_more(asha, confirmed):
    token, secret = make(asha)

    confirmed.post(f"/account/tokens/{token.pk}/revoke/")

    assert bearer_of(secret) is None


def test_nobody_takes_back_or_sees_another_members_token(asha, ben, confirmed):
    token, secret = make(ben)

    response = confirmed.post(f"/account/tokens/{token.pk}/revoke/")

    assert response["Location"] == "/account/tokens/"
    assert bearer_of(secret).viewer.member == ben
    assert list_tokens(asha, now=timezone.now()) == []


def test_an_expired_token_is_nobodys_and_leaves_the_table(asha):
    _token, secret = make(asha, days=30, now=timezone.now() - timedelta(days=31))

    assert bearer_of(secret) is None
    assert list_tokens(asha, now=timezone.now()) == []
    forget_ended_sessions()
    assert not AccessToken.objects.exists()


def test_a_token_lasts_a_year_at_most(asha):
    token, _secret = make(asha, days=9_999)

    assert token.expires_at - timezone.now() < timedelta(days=366)


def test_twenty_tokens_are_enough(asha, confirmed):
    for _ in range(20):
        make(asha)

    response = confirmed.post("/account/tokens/", ASKED)

    assert response.status_code == 422
    assert "twenty tokens" in response.content.decode()


@pytest.mark.parametrize("end", ["sign_out_everywhere", "change_passphrase", "ask_to_close", "close"])
def test_what_ends_every_session_ends_every_token(asha, end):
    _token, secret = make(asha)

    if end == "sign_out_everywhere":
        actions.sign_out_everywhere(asha)
    elif end == "change_passphrase":
        actions.change_passphrase(asha, passphrase="another long passphrase")
    else:
        actions.ask_to_close(asha, choice="erase", at_once=end == "close", now=timezone.now())

    assert bearer_of(secret) is None
    assert not AccessToken.objects.exists()


def test_powers_are_lent_out_only_with_a_second_factor(mo):
    with pytest.raises(PermissionDenied):
        make(mo, [Scope.READ, Scope.STAFF])

    _token, plain = make(mo, [Scope.READ])
    _token, strong = make(mo, [Scope.READ, Scope.STAFF], has_second_factor=True)

    assert not allows(bearer_of(plain).viewer.member, "moderate_any_space")
    assert allows(bearer_of(plain).viewer.member, "post")
    assert allows(bearer_of(strong).viewer.member, "moderate_any_space")


def test_a_token_without_powers_looks_after_no_space(asha):
    from forum.models import Space, SpaceMembership
    from forum.permissions import can_admit, can_moderate

    space = Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")
    now = timezone.now()
    SpaceMembership.objects.create(space=space, member=asha, admitted_at=now, moderates_since=now)
    _token, secret = make(asha)

    assert can_moderate(asha, space)
    assert not can_moderate(bearer_of(secret).viewer.member, space)
    assert not can_admit(bearer_of(secret).viewer.member, space)


def test_only_the_day_of_use_is_remembered(asha):
    token, _secret = make(asha)

    actions.note_token_seen(token.pk, now=timezone.now())

    token.refresh_from_db()
    assert token.seen_date == timezone.now().date()


@pytest.mark.parametrize("secret", ["", "hearthside_", "hearthside_nobody", "session", "\ud800", "x" * 5_000])
def test_what_is_no_token_is_nobodys(db, secret):
    assert bearer_of(secret) is None


def test_the_event_stream_knows_tokens_made_for_it(asha):
    from live.topics import BEARER, identify

    _token, hears = make(asha, [Scope.EVENTS])
    _token, reads = make(asha, [Scope.READ])

    assert identify(BEARER + hears).member_id == asha.pk
    assert identify(BEARER + reads) is None
