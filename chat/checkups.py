"""What the doctor looks at in conversations: whether voice notes can be recorded."""

from collections.abc import Iterator

from core import recordings
from core.doctor import Finding, Look, checkup


@checkup("Voice notes")
def voice_notes(look: Look) -> Iterator[Finding]:
    if recordings.can_reencode():
        yield Finding.fine("ffmpeg is here, so voice notes can be recorded.")
    else:
        yield Finding.look(
            "Nobody can record voice notes: ffmpeg with libopus is not here. Everything else works.",
            "Install ffmpeg (on Debian: apt install ffmpeg), then restart the server.",
        )
