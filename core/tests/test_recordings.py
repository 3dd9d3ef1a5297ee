"""Voice notes: sound and nothing else is kept, for two minutes at most, and no file makes ffmpeg read another."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest

from core import recordings
from core.recordings import RecordingProblem, find_ffmpeg, reencode

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(find_ffmpeg() is None, reason="ffmpeg with libopus is not installed"),
]
WAYS = {
    "webm": ["-c:a", "libopus", "-f", "webm"],
    "mp4": ["-c:a", "aac", "-movflags", "frag_keyframe+empty_moov", "-f", "mp4"],
    "m4a": ["-c:a", "aac", "-f", "ipod"],
    "mp3": ["-f", "mp3"],
}


@pytest.fixture
def record(tmp_path):
    """Return a function that makes a recording of a sound that goes on for so long."""

    def make(way: str = "webm", seconds: int = 3) -> bytes:
        file = tmp_path / "recording"
        sound = ["-f", "lavfi", "-i", f"sine=frequency=300:duration={seconds}:sample_rate=16000"]
        told = ["-metadata", "title=secret garden", "-metadata", "location=+52.5+13.4/"]
        subprocess.run(
            [find_ffmpeg(), "-loglevel", "error", *sound, *told, *WAYS[way], "-y", str(file)], check=True
        )
        return file.read_bytes()

    return make


@pytest.mark.parametrize("way", WAYS)
def test_what_any_browser_records_becomes_small_speech_without_a_word_about_where(way, record):
    given = record(way)
    made = reencode(BytesIO(given))

    assert made.seconds == 3
    assert made.content.startswith(b"\x1aE\xdf\xa3") and b"OpusHead" in made.content
    assert b"secret" in given and b"secret" not in made.content and b"52.5" not in made.content


def test_two_minutes_are_the_most(record, monkeypatch):
    monkeypatch.setattr(recordings, "LONGEST", 1)

    with pytest.raises(RecordingProblem, match="longer than 2 minutes"):
        reencode(BytesIO(record(seconds=8)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no recording we can read"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "no recording we can read"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "no recording we can read"),
        (b"OggS" + b"\0" * 300, "damaged or cut short"),
        (b"x" * (recordings.LARGEST_FILE + 1), "larger than 5 MB"),
    ],
    ids=["empty", "playlist", "list of files", "damaged", "large"],
)
def test_what_is_no_recording_is_refused_in_a_sentence(content, words):
    with pytest.raises(RecordingProblem, match=words):
        reencode(BytesIO(content))


def test_a_film_has_no_more_than_its_sound_taken(tmp_path):
    file = tmp_path / "film.mp4"
    picture = ["-f", "lavfi", "-i", "color=red:size=64x64:rate=5:duration=2"]
    subprocess.run([find_ffmpeg(), "-loglevel", "error", *picture, str(file)], check=True)

    with pytest.raises(RecordingProblem, match="damaged"):
        reencode(BytesIO(file.read_bytes()))


def test_ffmpeg_is_given_no_way_to_the_network_or_to_another_file(record, monkeypatch):
    asked = {}
    run = subprocess.run

    def watched(command, **how):
        asked.update(command=command, how=how)
        return run(command, **how)

    content = record()
    monkeypatch.setattr(subprocess, "run", watched)
    reencode(BytesIO(content))

    command, how = asked["command"], asked["how"]
    assert command[command.index("-protocol_whitelist") + 1] == "file"
    assert command[command.index("-f") + 1] == "matroska"
    assert how["env"] == {} and how["timeout"] <= 60 and how["stdin"] == subprocess.DEVNULL
    assert all(
        Path(word.removeprefix("file:")).parent == Path("/dev/fd") for word in command if "file:" in word
    )
