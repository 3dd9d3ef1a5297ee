"""Answering with a part of a file: some players ask for a piece of a sound before they play any of it."""

import re

from django.http import HttpRequest, HttpResponse

_ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def answer_in_part(request: HttpRequest, content: bytes, *, content_type: str) -> HttpResponse:
    """Return the content, or the one piece of it the browser asked for; 416 where there is no such piece."""
    asked = _ASKED.fullmatch(request.headers.get("Range", "").strip())
    start, end = _piece(asked, len(content)) if asked else (0, len(content))
    if start >= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    response = HttpResponse(content[start:end], content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    if asked:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return response


def _piece(asked: re.Match[str], length: int) -> tuple[int, int]:
    first, last = asked.groups()
    if first:
        return int(first), min(int(last) + 1, length) if last else length
    return (max(0, length - int(last)), length) if last else (length, length)
