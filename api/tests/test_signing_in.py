"""Tokens by name and passphrase, and what a request without a good one gets."""

import pytest
from django.test import Client
from django.utils import timezone

from api.tests.program import Program, problem_of
from people.actions import ask_to_close, publish_agreement
from people.models import AccessToken
from tests.cast import PASSPHRASE

ASKED = {
    "name": "Asha", "passphrase": PASSPHRASE, "token_name": "Reader", "scopes": ["read", "write"], "days": 7,
}  # fmt: skip


def test_a_name_and_its_passphrase_make_a_token_that_works(asha, program):
    made = program().do("POST", "/tokens", ASKED)

    reader = Program(None)
    reader.headers = {"Authorization": f"Bearer {made['token']}"}
    assert reader.read("/me")["name"] == "Asha"
    assert reader.read("/me")["scopes"] == ["read", "write"]
    assert made["scopes"] == ["read", "write"]


def test_a_token_is_told_once_and_listed_without_itself(asha, program):
    response = program().ask("POST", "/tokens", ASKED)

    made = response.json()
    reader = program(asha)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Location"] == f"/api/v1/tokens/{made['id']}"
    assert made["token"] not in reader.get("/tokens").content.decode()
    assert reader.read(f"/tokens/{made['id']}") == {
        name: value for name, value in made.items() if name != "token"
    }


def test_signing_in_twice_with_one_key_makes_one_token_and_tells_it_once(asha, program):
    first = program().ask("POST", "/tokens", ASKED, Idempotency_Key="one")
    second = program().ask("POST", "/tokens", ASKED, Idempotency_Key="one")

    assert first.json()["token"].startswith("hearthside_")
    assert second.json() == {**first.json(), "token": None}
    assert second["Idempotency-Replayed"] == "true"
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": "Nobody"}, {"passphrase": "not the passphrase"}])
def test_a_wrong_name_and_a_wrong_passphrase_are_one_answer(asha, program, wrong):
    response = program().ask("POST", "/tokens", {**ASKED, **wrong})

    assert problem_of(response) == "not-proven"
    assert response["WWW-Authenticate"] == "Bearer"
    assert not AccessToken.objects.exists()


def test_guessing_is_locked_out_as_on_the_sign_in_page_whether_or_not_the_name_exists(asha, program):
    for name in ("Asha", "Nobody"):
        for _ in range(10):
            response = program().ask("POST", "/tokens", {**ASKED, "name": name, "passphrase": "a guess"})
            if response.status_code == 429:
                break
        assert problem_of(response) == "slow-down"
        assert int(response["Retry-After"]) > 0
    assert problem_of(program().ask("POST", "/tokens", ASKED)) == "slow-down"


def test_powers_are_not_lent_out_without_a_second_factor(mo, program):
    response = program().ask("POST", "/tokens", {**ASKED, "name": "Mo", "scopes": ["read", "staff"]})

    assert problem_of(response) == "not-allowed"


def test_an_account_that_is_about_to_close_gives_no_token(asha, program):
    ask_to_close(asha, choice="erase", at_once=False, now=timezone.now())

    assert problem_of(program().ask("POST", "/tokens", ASKED)) == "closing"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer hearthside_nobody", "Basic YTpi", "bearer x y", "hearthside_x"]
)
def test_a_token_that_does_not_work_is_no_strangers(asha, program, header):
    reader = program()

    for path in ("/me", "/spaces", "/help-lines"):
        response = reader.get(path, Authorization=header)
        assert problem_of(response) == "sign-in"
        assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_token_does_no_more_than_its_scopes(asha, program, space):
    assert problem_of(program(asha, "read").ask("PUT", "/blocks/Ben")) == "scope"
    assert problem_of(program(asha, "write").get("/me")) == "scope"
    assert problem_of(program(asha, "events").get("/spaces")) == "scope"


def test_a_token_taken_back_works_no_more(asha, program):
    reader, keeper = program(asha), program(asha)
    token_id = reader.read("/tokens")["items"][1]["id"]

    keeper.do("DELETE", f"/tokens/{token_id}")

    assert problem_of(reader.get("/me")) == "sign-in"


def test_nobody_sees_or_takes_back_another_members_token(asha, ben, program):
    bens = program(ben)
    token_id = bens.read("/tokens")["items"][0]["id"]
    ashas = program(asha)

    assert problem_of(ashas.get(f"/tokens/{token_id}")) == "not-found"
    ashas.do("DELETE", f"/tokens/{token_id}")
    assert bens.read("/me")["name"] == "Ben"


def test_a_new_agreement_is_to_be_read_first(asha, olu, program):
    reader = program(asha)
    publish_agreement(by=olu, body="Be kind, and kinder.")

    assert problem_of(reader.get("/me")) == "agreement"
    assert reader.read("/spaces") == {"items": []}


def test_a_page_of_ours_may_ask_with_its_cookie_and_the_form_token(asha, space):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(asha.account)
    browser.get("/account/")
    token = browser.cookies["csrftoken"].value

    assert browser.get("/api/v1/me").json()["name"] == "Asha"
    forged = browser.put("/api/v1/spaces/grief/visit")
    assert problem_of(forged) == "other-site"
    assert browser.put("/api/v1/spaces/grief/visit", headers={"X-CSRFToken": token}).status_code == 204


def test_a_token_stands_before_a_cookie(asha, ben, program):
    reader = program(ben)
    reader.client.force_login(asha.account)

    assert reader.read("/me")["name"] == "Ben"


def test_the_day_a_token_was_used_is_remembered(asha, program):
    reader = program(asha)

    reader.read("/me")

    assert reader.read("/tokens")["items"][0]["used"] == f"{timezone.now():%Y-%m-%d}"
