"""Pictures and voice notes by program: once for a key, for those in the conversation, and refused where they stand."""

import pytest

from api.tests.program import A_PICTURE, A_RECORDING, problem_of
from chat.models import Attachment
from core.recordings import find_ffmpeg


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_picture_is_sent_once_for_a_key_and_seen_by_the_two(program, talk, asha, ben, chen):
    address = f"/conversations/{talk}/messages"
    said = {"body": "Here.", "picture": {"data": A_PICTURE, "description": "A field"}}

    first, again = (program(asha).do("POST", address, said, Idempotency_Key="k1") for _ in range(2))

    (told,) = first["attachments"]
    assert again == first and Attachment.objects.count() == 1
    assert (told["kind"], told["description"], told["width"]) == ("picture", "A field", 4)
    path = told["url"].removeprefix("/api/v1")
    seen = program(ben).get(path)
    assert (seen["Content-Type"], seen.content[8:12]) == ("image/webp", b"WEBP")
    assert [problem_of(program(who).get(path)) for who in (chen, None)] == ["not-found", "sign-in"]
    assert problem_of(program(chen).ask("POST", address, said)) == "not-found"


@pytest.mark.skipif(find_ffmpeg() is None, reason="ffmpeg with libopus is not installed")
def test_a_voice_note_needs_no_words_and_says_how_long_it_is(program, talk, asha, ben):
    sent = program(asha).do("POST", f"/conversations/{talk}/voice-notes", {"data": A_RECORDING})

    (told,) = sent["attachments"]
    assert (sent["html"], told["kind"], told["seconds"]) == ("", "voice", 1)
    assert program(ben).get(told["url"].removeprefix("/api/v1"))["Content-Type"] == "audio/webm"


def test_what_is_no_recording_is_refused_where_it_stands(program, talk, asha):
    refused = program(asha).ask("POST", f"/conversations/{talk}/voice-notes", {"data": A_PICTURE})

    assert [each["field"] for each in refused.json()["errors"]] == ["data"]
    assert not Attachment.objects.exists()
