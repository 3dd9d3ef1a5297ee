"""What people typed in the journeys, so that the server's log can be searched for it."""

import re
from email import message_from_bytes
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Request

# The fields somebody writes into; others hold choices, whose names may stand anywhere.
WRITTEN = {
    "name", "passphrase", "current_passphrase", "new_passphrase", "body", "title", "q", "about", "quoted_text",
    "picture_description", "interests", "lived_experience", "pronouns", "kept", "reason", "purpose",
    "for_whom", "agreement",
}  # fmt: skip
SHORTEST = 5
PRIVATE = ("/conversations/", "/messages/", "/groups/", "/members/", "/now/")
SHORTEST_SENTENCE = 12  # what is shorter may stand in a database by chance
ADDRESS = re.compile(r"\b(?:client|from|for|peer)\b.{0,20}\b127\.0\.0\.1\b|127\.0\.0\.1:\d+\s+-")


def typed_in(request: Request) -> set[str]:
    """Return what a request carries of somebody's own words, whole and line by line."""
    lines = (
        line.strip() for name, value in _fields(request) if name in WRITTEN for line in value.splitlines()
    )
    return {line for line in lines if len(line) >= SHORTEST}


def said_in_private(request: Request) -> set[str]:
    """Return what a request carries that is kept sealed: what is said in a conversation, or asked for one."""
    return _sentences(request) if urlsplit(request.url).path.startswith(PRIVATE) else set()


def said_in_public(request: Request) -> set[str]:
    """Return what a request carries that anybody may read."""
    return set() if urlsplit(request.url).path.startswith(PRIVATE) else _sentences(request)


def _sentences(request: Request) -> set[str]:
    words = (value.strip() for name, value in _fields(request) if name in {"body", "words"})
    return {said for said in words if len(said) >= SHORTEST_SENTENCE}


def _fields(request: Request) -> list[tuple[str, str]]:
    fields = parse_qsl(urlsplit(request.url).query)
    body = request.post_data_buffer or b""
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        fields += parse_qsl(body.decode("utf-8", "replace"))
    elif kind.startswith("multipart/form-data"):
        fields += _parts_of(kind, body)
    return fields


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


def readable_in(folder: Path, said: set[str]) -> list[str]:
    """Return which of these sentences can be read in which file of an installation."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        f"{words} in {path.name}"
        for path in files
        for content in [path.read_bytes()]
        for words in sorted(said)
        if words.encode() in content
    ]
