"""bin/hearthside helplines."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from safety.models import Confirmation

pytestmark = pytest.mark.django_db


def _run(*words):
    out = StringIO()
    call_command("helplines", *words, stdout=out)
    return out.getvalue()


def test_list_names_every_country_and_that_nothing_is_confirmed():
    listed = _run("list")

    assert "GB  United Kingdom" in listed
    assert listed.count("not confirmed") == len(listed.splitlines()) == 51


def test_show_prints_what_visitors_see():
    shown = _run("show", "gb")

    assert "Samaritans: 116 123" in shown
    assert "text SHOUT to 85258" in shown


def test_confirm_records_the_country_and_who_asked():
    _run("confirm", "GB", "--by", "Olu", "--yes")

    confirmation = Confirmation.objects.get()
    assert (confirmation.country, confirmation.confirmed_by) == ("GB", "Olu")
    assert "confirmed 20" in _run("list")


def test_confirm_does_nothing_without_a_yes(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "")

    with pytest.raises(CommandError, match="Nothing was confirmed"):
        _run("confirm", "GB")

    assert not Confirmation.objects.exists()


def test_an_unknown_country_is_refused_in_a_sentence():
    with pytest.raises(CommandError, match="We have no numbers for “ZZ”"):
        _run("show", "ZZ")


def test_a_broken_file_of_the_operator_is_named(tmp_path, settings):
    settings.HOME_DIR = tmp_path
    (tmp_path / "helplines.json").write_text('{"lines": [], "emergency": [{"country": "ZZ"}]}')

    with pytest.raises(CommandError, match="“ZZ” is not a country code"):
        _run("list")
