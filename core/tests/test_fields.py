"""Form fields for words."""

import pytest
from django import forms

from core.fields import LineField, WordsField


class Letter(forms.Form):
    title = LineField(max_length=20)
    body = WordsField(max_length=100)
    about = WordsField(max_length=100, required=False)


def test_words_come_out_clean() -> None:
    form = Letter({"title": " a \u202e title ", "body": "e\u0301\r\n\r\nx\x00", "about": " \u200b"})

    assert form.is_valid()
    assert form.cleaned_data == {"title": "a title", "body": "é\n\nx", "about": ""}


@pytest.mark.parametrize("nothing", ["", "  \n", "\u200b\u200b", "\x00", "\u2800"])
def test_nothing_visible_is_nothing(nothing: str) -> None:
    form = Letter({"title": nothing, "body": nothing})

    assert form.errors["title"] == form.errors["body"] == ["Please write something here."]


def test_too_much_is_refused_with_both_numbers_and_kept() -> None:
    words = "word " * 200_000
    form = Letter({"title": "t", "body": words})

    assert form.errors["body"] == ["Please keep this to 100 characters; it has 999999 now."]
    assert form["body"].value() == words


def test_what_cannot_be_mended_is_refused_and_kept() -> None:
    pile = "e" + "\u0301" * 100_000
    form = Letter({"title": "t", "body": pile})

    assert "far too many marks" in form.errors["body"][0]
    assert form["body"].value() == pile


def test_what_was_typed_can_always_be_shown_again() -> None:
    form = Letter({"title": "", "body": "a\ud800\x00b <b>"})

    form.as_p().encode()
    assert form["body"].value() == "ab <b>"


def test_the_browser_cuts_nothing_off() -> None:
    drawn = Letter().as_p()

    assert "maxlength" not in drawn
    assert drawn.count('dir="auto"') == 3


def test_a_field_can_say_it_in_its_own_words() -> None:
    field = LineField(max_length=5, error_messages={"required": "A name, please."})

    with pytest.raises(forms.ValidationError, match="A name, please"):
        field.clean("")
