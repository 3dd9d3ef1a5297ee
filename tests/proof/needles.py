"""What a canary looks like in whatever comes out: plain, escaped, encoded, hashed, or drawn as a picture."""

import base64
import binascii
import hashlib
import html
import json
import re
import zlib
from collections.abc import Iterable
from urllib.parse import unquote

from core.avatars import avatar_svg

_TOKEN = re.compile(r"[A-Za-z0-9_\-+/]{16,}={0,2}")
_DRAWN = re.compile(r'class="avatar (h\d+ t\d+)".*?(<path.*?)</svg>')
# Random to begin with: nothing of anybody's is in them, and by chance they could hold a short needle.
_RANDOM = re.compile(r'(name="(?:csrfmiddlewaretoken|nonce)" value=")[^"]*|(csrftoken=)\w+')


def forms_of(text: str) -> set[str]:
    """Return the small-letter forms under which a name or a number may be carried out, hashed ones among them."""
    hashes = {digest(text.encode()).hexdigest() for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256)}
    return {form.casefold() for form in (text, json.dumps(text)[1:-1], *hashes)}


def forms_of_number(number: int) -> set[str]:
    return forms_of(str(number)) | {f"{number:x}"}


def drawing_of(seed: int) -> str:
    """Return what a generated picture of this seed is made of, whatever its size."""
    return drawings_in(str(avatar_svg(seed)))[0]


def drawings_in(text: str) -> list[str]:
    return [" ".join(found) for found in _DRAWN.findall(text)]


def everything_in(text: str) -> str:
    """Return the text with all it hides from a quick look: encodings undone, pictures by their strokes."""
    text = _RANDOM.sub(r"\1\2", text)
    lines = text.splitlines()
    unescaped = [html.unescape(line) for line in lines if "&" in line]
    unquoted = [unquote(line) for line in lines if "%" in line]
    parts = [text, *unescaped, *unquoted, *drawings_in(text), *_unpacked(_TOKEN.findall(text))]
    return "\n".join(parts).casefold()


class Sieve:
    """Finds needles in one text after another, and remembers the lines that hold none: pages have most in common."""

    def __init__(self) -> None:
        self._needles: frozenset[str] = frozenset()
        self._empty: set[str] = set()

    def find(self, text: str, needles: frozenset[str]) -> tuple[str, set[str]]:
        """Return all there is in those lines that were not seen to be empty, and the needles in it."""
        if needles != self._needles:
            self._needles, self._empty = needles, set()
        lines = dict.fromkeys(_RANDOM.sub(r"\1\2", text).splitlines())
        lines = [line for line in lines if line not in self._empty]
        text = everything_in("\n".join(lines))
        present = {needle for needle in needles if needle in text}
        whole = [(line, everything_in(line)) for line in lines]
        self._empty |= {line for line, all_of_it in whole if not any(one in all_of_it for one in present)}
        return text, present


def _unpacked(tokens: Iterable[str]) -> list[str]:
    found = []
    for token in set(tokens):
        try:
            raw = base64.b64decode(token.rstrip("=").replace("-", "+").replace("_", "/") + "===")
        except (ValueError, binascii.Error):
            continue
        found.append(raw.decode("utf-8", "ignore"))
        try:
            found.append(zlib.decompress(raw).decode("utf-8", "ignore"))
        except zlib.error:
            continue
    return found
