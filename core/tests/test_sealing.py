"""Sealed words: unreadable in the database, plain in Python, and never lost with a key that is still needed."""

import stat

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models

from core import keys, sealing
from core.sealing import BrokenSeal, EncryptedTextField, seal, unseal


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"
    return settings.KEYS_ROOT


class Letter(models.Model):
    words = EncryptedTextField(blank=True, default="")

    class Meta:
        app_label = "sealing_tests"


@pytest.fixture
def letters(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Letter)
    yield Letter.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Letter)


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM sealing_tests_letter ORDER BY id")
        return [words for (words,) in cursor.fetchall()]


@pytest.mark.parametrize("text", ["", "kind words", "مرحبا 👋", "x" * 40_000])
def test_what_was_sealed_opens_again(own_keys, text):
    assert unseal(seal(text)) == text


def test_the_same_words_never_look_alike(own_keys):
    assert seal("again") != seal("again")


def test_changed_words_do_not_open(own_keys):
    sealed = seal("kind words")
    broken = sealed[:-3] + ("AAA" if not sealed.endswith("AAA") else "BBB")

    for wrong in (broken, sealed[:20], "kind words", "", "s1.unknown.AAAA", "s1.é.é"):
        with pytest.raises(BrokenSeal):
            unseal(wrong)


def test_the_key_file_is_for_its_owner_alone(own_keys):
    seal("kind words")

    assert stat.S_IMODE((own_keys / "sealing").stat().st_mode) == 0o600
    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o700


def test_an_older_key_still_opens_and_the_newest_seals(own_keys):
    before = seal("kind words")
    keys.write_keys([keys.Key.new(), *keys.read_keys()])

    after = seal("kind words")

    assert unseal(before) == unseal(after) == "kind words"
    assert before.startswith(sealing.sealed_prefix(keys.read_keys()[1]))
    assert after.startswith(sealing.sealed_prefix(keys.read_keys()[0]))


def test_without_its_key_nothing_opens(own_keys):
    sealed = seal("kind words")
    keys.write_keys([keys.Key.new()])

    with pytest.raises(BrokenSeal):
        unseal(sealed)


def test_the_database_holds_no_word(letters):
    letters.create(words="kind words")
    letters.create(words="")
    letters.bulk_create([Letter(words="more words")])
    letters.filter(words="").update(words="late words")

    assert not any("words" in words for words in stored())
    assert set(letters.values_list("words", flat=True)) == {"kind words", "more words", "late words"}


def test_changing_it_seals_it_anew(letters):
    letter = letters.create(words="first words")
    letter.words = "second words"
    letter.save()
    Letter.objects.bulk_update([letter], ["words"])

    assert "words" not in stored()[0]
    assert letters.get().words == "second words"


def test_empty_can_be_asked_for_and_words_cannot(letters):
    letters.create(words="")

    assert letters.filter(words="").count() == 1
    for question in ({"words": "kind"}, {"words__contains": "kind"}, {"words__in": ["kind"]}):
        with pytest.raises(FieldError):
            letters.filter(**question).exists()
