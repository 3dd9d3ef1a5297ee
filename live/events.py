"""GET /events: the event stream of one browser, as a plain ASGI application. Programs ask /api/v1/events with a token.

A browser names the topics of its pages and the last event it knows of; it is told what it missed, then what
happens. Streams carry pointers; the pages fetch what they point at, where permission is checked again.
"""

import asyncio
import json
import random
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from core.language_choice import CHOSEN, LONGEST_WISH
from core.problems import MEDIA_TYPE, describe
from live import outbox, topics
from live.frames import START_OF_STREAM, frame, part, place
from live.hub import Hub
from live.outbox import BadCursor, Cursor, TooFarBack
from live.stream import SEND_TIMEOUT, Send, Stream

RESET = "reset"
LONGEST_QUERY = 4096
API_PATH = "/api/v1/events"
PROBLEMS = {401: "sign-in", 403: "not-allowed", 405: "method", 414: "unreadable", 503: "restarting"}
REFUSALS = {
    401: b"Sign in to listen.",
    403: b"Only pages of this community may listen.",
    405: b"This address only answers GET.",
    414: b"Too many topics.",
    503: b"Restarting; come back in a moment.",
}


async def listen(hub: Hub, scope: dict[str, Any], receive: Any, send: Send) -> None:
    """Answer one request for the stream and stay until the browser goes or its session ends."""
    headers = dict(scope["headers"])
    if code := _refusal(hub, scope, headers):
        return await refuse(send, code, scope)
    query = parse_qs(scope["query_string"].decode("latin-1"))
    asked = topics.asked_for(query.get("topics", [""])[0])
    ticket = _ticket(headers)
    wish = _wish(headers)
    changes = hub.access_changes
    admission = await hub.newcomers.ask(topics.admit, ticket, asked, wish) if ticket else None
    if not admission:
        return await refuse(send, 401, scope)
    if hub.closing:
        return await refuse(send, 503, scope)
    stream = Stream(
        send,
        _abort_of(scope),
        ticket=ticket,
        admission=admission,
        asked=asked,
        wish=wish,
        last=hub.cursor,
    )
    # In the hub before its past is read, so that nothing falls between the two.
    hub.add(stream)
    try:
        if hub.access_changes != changes:
            hub.check_again(stream)
        text = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("after", [""])[0]
        await _open(hub, stream, text, send)
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        stream.ended = stream.ended or "gone"
        hub.remove(stream)


async def refuse(send: Send, code: int, scope: dict[str, Any]) -> None:
    """Answer with a status a page's script can act on; programs get problem details."""
    media_type, body = "text/plain; charset=utf-8", REFUSALS[code]
    if scope.get("path") == API_PATH:
        told = _problem(code, dict(scope["headers"]))
        media_type, code, body = MEDIA_TYPE, told["status"], json.dumps(told).encode()
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if code == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if code == 405:
        headers.append((b"allow", b"GET"))
    await send({"type": "http.response.start", "status": code, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _ticket(headers: dict[bytes, bytes]) -> str:
    """Return what says who listens: a program's token where one is sent, else the browser's session key."""
    scheme, _, key = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme:
        return topics.BEARER + key.strip() if scheme.lower() == "bearer" else ""
    return _cookies(headers).get(settings.SESSION_COOKIE_NAME, "")


def _wish(headers: dict[bytes, bytes]) -> topics.Wish:
    return _cookies(headers).get(CHOSEN, ""), headers.get(b"accept-language", b"").decode("latin-1")


def _cookies(headers: dict[bytes, bytes]) -> dict[str, str]:
    return parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))


def _problem(code: int, headers: dict[bytes, bytes]) -> dict[str, Any]:
    known = dict(settings.LANGUAGES)
    asked = parse_accept_lang_header(headers.get(b"accept-language", b"").decode("latin-1")[:LONGEST_WISH])
    with translation.override(next((tag for tag, _ in asked if tag in known), settings.LANGUAGE_CODE)):
        return describe(PROBLEMS[code])


def _refusal(hub: Hub, scope: dict[str, Any], headers: dict[bytes, bytes]) -> int:
    if scope["method"] != "GET":
        return 405
    if hub.closing:
        return 503
    if headers.get(b"sec-fetch-site", b"same-origin") not in (b"same-origin", b"none"):
        return 403
    return 414 if len(scope["query_string"]) > LONGEST_QUERY else 0


def _abort_of(scope: dict[str, Any]) -> Any:
    """Return what cuts the line at once; servers other than ours end the request instead."""
    task = asyncio.current_task()
    return scope.get("extensions", {}).get("hearthside.abort") or (task.cancel if task else lambda: None)


async def _open(hub: Hub, stream: Stream, text: str, send: Send) -> None:
    """Write the beginning: how long to wait before coming back, and what was missed."""
    past, stream.last = await _past(hub, stream, text)
    # Browsers that lose their line together must not come back together.
    # The place comes last: what is before it would count as told already.
    words = b"retry: %d\n\n" % random.randint(2000, 5000) + past + place(stream.last)
    try:
        async with asyncio.timeout(SEND_TIMEOUT):
            await send(START_OF_STREAM)
            await send(part(words))
    except TimeoutError:
        stream.end("lag")
    stream.begin()


async def _past(hub: Hub, stream: Stream, text: str) -> tuple[bytes, Cursor]:
    """Return what this stream missed since the cursor in `text`, and the place it is at now."""
    if not text:
        return b"", stream.last
    try:
        cursor = Cursor.parse(text)
        if cursor == stream.last:
            return b"", cursor
        missed = await hub.newcomers.ask(outbox.replay, cursor, stream.channels, now=timezone.now())
    except (BadCursor, TooFarBack):
        return frame(RESET, {}, stream.last), stream.last
    told = [row for row in missed if stream.sees(row.whose) and row.kind != topics.ACCESS_CHANGED]
    past = b"".join(frame(row.kind, row.data, row.cursor) for row in told)
    return past, max([stream.last, cursor, *(row.cursor for row in missed)])
