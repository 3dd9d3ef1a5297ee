"""Passphrases that are tried first are refused, with lists that are here; pasting and managers are welcome."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from people.passphrases import PHRASES, letters_of
from tests.cast import PASSPHRASE


@pytest.mark.parametrize(
    "often",
    [
        "1234567890", "password123", "Password 2024!", "Correct Horse Battery Staple", "i-love-you-so-much",
        "LET ME IN PLEASE", "aaaaaaaaaaaa", "abababababab", "qwertyuiop", "0987654321", "te quiero mucho",
        "لا إله إلا الله", "Ｐａｓｓｗｏｒｄ　１２３４", "iloveyousomuch99",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(often):
    with pytest.raises(ValidationError) as refused:
        validate_password(often)

    assert "password_too_common" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "fine",
    [PASSPHRASE, "velvet lighthouse Tuesday", "крапива и дождь", "雨の日の図書館が好きです", "9e2f!kq-7zr"],
)
def test_others_are_taken(fine):
    validate_password(fine)


def test_the_list_says_nothing_twice():
    lines = [line for line in PHRASES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]

    bare = [letters_of(line) for line in lines]
    assert sorted({line for line in bare if bare.count(line) > 1}) == []
    assert "" not in bare


def test_nothing_stops_pasting_and_managers_know_the_fields(stranger):
    for page, kind in (
        ("/join/", "new-password"),
        ("/sign-in/", "current-password"),
        ("/recover/", "new-password"),
    ):
        html = stranger.get(page).content.decode()
        assert f'autocomplete="{kind}"' in html
        assert 'autocomplete="username"' in html
        assert not re.search(r"onpaste|readonly[^>]*type=.password", html)


def test_no_script_of_ours_hinders_pasting():
    from django.contrib.staticfiles.finders import get_finders

    ours = [
        storage.path(name)
        for finder in get_finders()
        for name, storage in finder.list([])
        if name.endswith(".js") and "django" not in name and "mfa" not in name
    ]
    assert len(ours) > 4
    for path in ours:
        text = open(path, encoding="utf-8").read()  # noqa: SIM115
        assert not re.search(r"""["']paste["'][^;]*preventDefault""", text, re.S), path
