"""What every answer carries and what no request may bring: security headers, size and encoding limits, gzip."""

import re
import secrets
import struct
import zlib
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from core import discretion, errors, policy

Respond = Callable[[HttpRequest], HttpResponseBase]

MOST_BYTES_IN = 6_000_000

NOTHING_KEPT = "private, no-store"
HEADERS = {
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(respond: Respond) -> Respond:
    """Refuse requests no page could use, and close on every answer what the pages do not need."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        policy.begin_answer()
        if _length(request) > MOST_BYTES_IN:
            response: HttpResponseBase = errors.too_large(request)
        elif _is_garbled(request) or _is_in_other_letters(request):
            response = errors.bad_request(request)
        else:
            response = respond(request)
        response.headers.setdefault("Permissions-Policy", policy.permissions_policy())
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy.content_security_policy())
        if discretion.keeps_nothing(request):
            response["Cache-Control"] = NOTHING_KEPT
        elif not response.has_header("Cache-Control"):
            response["Cache-Control"] = _caching(request, response)
        return response

    return guarded


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() and len(length) < 20 else 0


def _is_garbled(request: HttpRequest) -> bool:
    """Tell whether the address holds a NUL or is not UTF-8, or a cookie hides a NUL; no database takes those."""
    query = request.META.get("QUERY_STRING", "")
    if "\0" in request.path_info or "\\000" in request.META.get("HTTP_COOKIE", ""):
        return True
    if "%" not in query and query.isascii() and "\0" not in query:
        return False
    found = unquote_to_bytes(query.encode("latin-1", "replace"))
    try:
        found.decode()
    except UnicodeDecodeError:
        return True
    return b"\0" in found


def _is_in_other_letters(request: HttpRequest) -> bool:
    """Tell whether a body claims another encoding than the one every form of ours is sent in.

    Some of those hold letters no page or database takes, and some are no encodings of letters at all.
    """
    charset = (request.content_params or {}).get("charset", "")
    return charset.lower() not in {"", "utf-8", "utf8"}


def _caching(request: HttpRequest, response: HttpResponseBase) -> str:
    """Keep nothing of a signed-in page, so that Back shows nothing after leaving on a shared computer."""
    name = settings.SESSION_COOKIE_NAME
    return NOTHING_KEPT if name in request.COOKIES or name in response.cookies else "private, no-cache"


# ---- compress -----------------------------------------------------------------------------------------------

LEVEL = 4
SMALLEST = 600
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "application/manifest", "image/svg")
ACCEPTS_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?=,|$)")


def compress(respond: Respond) -> Respond:
    """Send text as gzip with a random length of padding, so that the size of a page betrays no secret in it."""

    def compressed(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        squeeze(request, response)
        return response

    return compressed


def squeeze(request: HttpRequest, response: HttpResponseBase) -> None:
    """Make this answer gzip where that is worth it and the browser takes it."""
    if not _is_worth_it(response):
        return
    patch_vary_headers(response, ("Accept-Encoding",))
    if ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")):
        _squeeze(response)


def _is_worth_it(response: HttpResponseBase) -> bool:
    return (
        not response.streaming
        and not response.has_header("Content-Encoding")
        and response.headers.get("Content-Type", "").startswith(COMPRESSIBLE)
        and len(response.content) >= SMALLEST  # type: ignore[attr-defined]
    )


def _squeeze(response: HttpResponseBase) -> None:
    response.content = gzip_padded(response.content)  # type: ignore[attr-defined]
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response["ETag"] = f"W/{etag}"


def gzip_padded(content: bytes) -> bytes:
    """Return content as gzip whose header holds a file name of random length (0 to 99 letters)."""
    padding = b"a" * secrets.randbelow(100)
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b"".join(
        [
            b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff",
            padding + b"\x00",
            deflate.compress(content),
            deflate.flush(),
            struct.pack("<LL", zlib.crc32(content), len(content) & 0xFFFFFFFF),
        ]
    )
