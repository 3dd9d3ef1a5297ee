"""What people typed in the journeys, so that the server's log can be searched for it."""

import re
from email import message_from_bytes
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Request

# The fields somebody writes into; others hold choices, whose names may stand anywhere.
WRITTEN = {
    "name", "passphrase", "current_passphrase", "new_passphrase", "body", "title", "q", "about", "quoted_text",
    "picture_description", "interests", "lived_experience", "pronouns", "kept", "reason", "purpose",
    "for_whom", "agreement",
}  # fmt: skip
SHORTEST = 5
ADDRESS = re.compile(r"\b(?:client|from|for|peer)\b.{0,20}\b127\.0\.0\.1\b|127\.0\.0\.1:\d+\s+-")


def typed_in(request: Request) -> set[str]:
    """Return what a request carries of somebody's own words, whole and line by line."""
    fields = parse_qsl(urlsplit(request.url).query)
    body = request.post_data_buffer or b""
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        fields += parse_qsl(body.decode("utf-8", "replace"))
    elif kind.startswith("multipart/form-data"):
        fields += _parts_of(kind, body)
    lines = (line.strip() for name, value in fields if name in WRITTEN for line in value.splitlines())
    return {line for line in lines if len(line) >= SHORTEST}


def _parts_of(kind: str, body: bytes) -> list[tuple[str, str]]:
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    return [
        (str(part.get_param("name", header="content-disposition")), _text_of(part))
        for part in message.walk()
        if not part.is_multipart()
    ]


def _text_of(part: object) -> str:
    content = part.get_payload(decode=True)  # type: ignore[attr-defined]
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def found_in(log: str, typed: set[str]) -> list[str]:
    """Return what of it stands in a log, and lines that look like a client's address."""
    lowered = log.lower()
    return [words for words in sorted(typed) if words.lower() in lowered] + ADDRESS.findall(log)
