"""Voice notes people record: encoded anew by ffmpeg, in memory, and nothing else of the file is kept.

What kind of file it is we tell by its first bytes, and ffmpeg may read as that kind alone, nothing but what it was
handed, for a few seconds. The device, the place and the time of a recording never reach the disk.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 5 * 1024 * 1024
LONGEST = 120
# Browsers stop a little after they are told to.
_GRACE = 2
_BITS_A_SECOND = 24_000
_CPU_SECONDS, _PATIENCE = 15, 40
_MOST_OUT, _MOST_AT_ONCE = 2_000_000, 64_000_000

# Encoding two minutes takes one core about a second.
_few_at_a_time = threading.BoundedSemaphore(2)


class RecordingProblem(ValueError):
    """A file that is no voice note for us; `words` is a plain sentence for the person who made it."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class EncodedRecording:
    """Speech as Opus in WebM, one channel, without any metadata."""

    content: bytes
    seconds: int


@cache
def find_ffmpeg() -> str | None:
    """Return where ffmpeg is, None where there is none that writes Opus; looked for once in a process."""
    found = shutil.which("ffmpeg")
    if found is None:
        return None
    known = subprocess.run([found, "-hide_banner", "-encoders"], capture_output=True, check=False, timeout=20)
    return found if b" libopus " in known.stdout else None


def can_reencode() -> bool:
    """Tell whether voice notes work here at all."""
    return find_ffmpeg() is not None


def reencode(file: BinaryIO) -> EncodedRecording:
    """Return the speech in this file as a small WebM: at most two minutes, one channel, nothing but sound."""
    ffmpeg = find_ffmpeg()
    if ffmpeg is None:
        raise RecordingProblem(_("Voice notes do not work here at the moment. Your words can still be sent."))
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise RecordingProblem(_("This recording is larger than 5 MB. A shorter one will do."))
    kind = _kind_of(content)
    if kind is None:
        raise RecordingProblem(_("This file is no recording we can read. WebM, Ogg, MP4, MP3 and WAV work."))
    with _few_at_a_time:
        return _encode(ffmpeg, kind, content)


def _kind_of(content: bytes) -> str | None:
    """Return what ffmpeg calls files that begin like this one."""
    for start, kind in (
        (b"\x1aE\xdf\xa3", "matroska"),
        (b"OggS", "ogg"),
        (b"RIFF", "wav"),
        (b"ID3", "mp3"),
        (b"fLaC", "flac"),
    ):
        if content.startswith(start):
            return kind
    if content[4:8] == b"ftyp":
        return "mov"
    return "mp3" if content[:1] == b"\xff" and content[1:2] in {b"\xfb", b"\xf3", b"\xf2"} else None


def _encode(ffmpeg: str, kind: str, content: bytes) -> EncodedRecording:
    with _in_memory(content) as given, _in_memory() as made:
        try:
            done = subprocess.run(
                [ffmpeg, *_how(kind, _address(given), _address(made))],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                pass_fds=(given.fileno(), made.fileno()), env={}, timeout=_PATIENCE, check=True,
            )  # fmt: skip
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
            raise RecordingProblem(
                _("This recording is damaged or cut short. Please try another one.")
            ) from problem
        made.seek(0)
        return _checked(made.read(), _seconds_in(done.stdout))


def _how(kind: str, source: str, target: str) -> list[str]:
    """Return ffmpeg's arguments: one kind of file, read and written where we say, only sound, and for so long only."""
    guarded = ["-protocol_whitelist", "file", "-f", kind]
    return [
        "-hide_banner", "-nostdin", "-loglevel", "quiet", "-progress", "pipe:1", "-threads", "1",
        "-timelimit", str(_CPU_SECONDS), "-max_alloc", str(_MOST_AT_ONCE),
        *guarded, "-t", str(LONGEST + 2 * _GRACE), "-i", source,
        "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags", "+bitexact",
        "-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", str(_BITS_A_SECOND), "-vbr", "constrained",
        "-compression_level", "5", "-application", "voip",
        "-fs", str(_MOST_OUT), "-f", "webm", "-y", target,
    ]  # fmt: skip


def _seconds_in(progress: bytes) -> float:
    """Return how much sound ffmpeg says it wrote."""
    told = [line for line in progress.splitlines() if line.startswith(b"out_time_us=")]
    last = told[-1].partition(b"=")[2] if told else b""
    return int(last) / 1_000_000 if last.isdigit() else 0.0


def _checked(content: bytes, seconds: float) -> EncodedRecording:
    if not content or seconds <= 0:
        raise RecordingProblem(_("There is no sound in this recording. Please try again."))
    if seconds > LONGEST + _GRACE:
        raise RecordingProblem(_("This recording is longer than 2 minutes. Two shorter ones will do."))
    return EncodedRecording(content, max(1, min(LONGEST, round(seconds))))


@contextmanager
def _in_memory(content: bytes = b"") -> Iterator[BinaryIO]:
    """Give a file that can be wound back and has no name; in memory where the system knows such files."""
    with _nameless_file() as file:
        file.write(content)
        file.flush()
        file.seek(0)
        yield file


def _nameless_file() -> Any:
    """Return a file of the system's, so that another process can open it by its number."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("recording"), "w+b")
    return TemporaryFile()


def _address(file: BinaryIO) -> str:
    return f"file:/dev/fd/{file.fileno()}"
