"""The media server between the browsers of a larger call: Janus, asked over HTTP on this machine.

Browsers never speak to it: what they have to say to it goes through us, and is cleaned on its way. It passes on sealed
frames and has the key to none. Rooms have names nobody can guess and a secret each; whatever we ask carries a signed
token that holds for a minute.
"""

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Self
from urllib.parse import quote, urlsplit

from django.conf import settings

PLUGIN = "janus.plugin.videoroom"
HOLDS_FOR = 60
PATIENCE = 4.0
NO_SUCH_ROOM = 426
WRONG_TOKEN = {403, 433}
ROOM = {
    "publishers": 12, "permanent": False, "is_private": True, "signed_tokens": True, "require_pvtid": True,
    "require_e2ee": True, "record": False, "lock_record": True, "audiocodec": "opus", "videocodec": "vp8",
    "opus_fec": True, "bitrate": 300_000, "bitrate_cap": True, "fir_freq": 10, "audiolevel_ext": False,
    "audiolevel_event": False, "notify_joining": False,
}  # fmt: skip

Message = dict[str, Any]
Description = Mapping[str, str]


class Cause(Enum):
    """Why the media server did not do what it was asked."""

    AWAY = "it cannot be reached"
    SLOW = "it did not answer in time"
    SECRET = "it does not take our secret"  # noqa: S105 words for operators
    REFUSED = "it refused"


class NoMediaServer(Exception):
    """The media server is not there, or does not do what it was asked; the message is for operators."""

    def __init__(self, cause: Cause, code: int = 0, detail: str = "") -> None:
        super().__init__(f"{cause.value} ({code or detail})" if code or detail else cause.value)
        self.cause, self.code = cause, code


@dataclass
class Line:
    """What the media server keeps for one browser: numbers by which it could be spoken to, so they stay sealed."""

    session: int
    feed: str
    up: int = 0
    own_id: int = 0
    down: int = 0
    feeds: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> Self:
        return cls(**json.loads(text))

    def written(self) -> str:
        return json.dumps(asdict(self))


def is_named() -> bool:
    """Whether this installation has a media server."""
    return bool(settings.CALLS and settings.CALLS.get("janus"))


def addresses() -> frozenset[str]:
    """Return where the media server takes sound and pictures."""
    found: frozenset[str] = _facts()["addresses"]
    return found


def open_room(room: str) -> None:
    """Make a room; one that is there already is good as well."""
    found = _administer({"request": "create", "admin_key": _facts()["secret"], "room": room, **ROOM})
    if found.get("videoroom") != "created" and found.get("error_code") != 427:
        raise NoMediaServer(Cause.REFUSED, found.get("error_code", 0))


def close_room(room: str) -> None:
    """Take a room away, with whoever is still in it."""
    _administer({"request": "destroy", "room": room})


def hang_up(line: Line) -> None:
    """End everything the media server does for one browser, at once."""
    with _Desk() as desk:
        desk.ask({"janus": "destroy"}, f"/{line.session}")


def keep(lines: Sequence[Line]) -> None:
    """Say that these browsers are still there; one is forgotten after five minutes of silence."""
    with _Desk() as desk:
        for line in lines:
            with suppress(NoMediaServer):
                desk.ask({"janus": "keepalive"}, f"/{line.session}")


def send(room: str, feed: str, offer: Description) -> tuple[Line, Message]:
    """Take a browser's sound and picture into a room, as `feed`; return its line and the answer to its offer."""
    with _Desk() as desk:
        line = Line(session=desk.ask({"janus": "create"})["data"]["id"], feed=feed)
        line.up = desk.attach(line.session)
        join = {
            "request": "joinandconfigure", "ptype": "publisher", "room": room, "id": feed, "token": _room_token(room),
        }  # fmt: skip
        try:
            found, answer = desk.tell(line.session, line.up, join, offer)
        except NoMediaServer as problem:
            if problem.code != NO_SUCH_ROOM:
                raise
            open_room(room)
            found, answer = desk.tell(line.session, line.up, join, offer)
        line.own_id = found["private_id"]
        return line, answer


def on_air(room: str) -> set[str]:
    """Return the feeds that can be heard: those whose browser has reached the media server."""
    found = _administer({"request": "listparticipants", "room": room})
    return {each["id"] for each in found.get("participants", []) if each["publisher"]}


def listen(line: Line, room: str, feeds: Sequence[str]) -> tuple[Message | None, dict[str, str]]:
    """Have a browser get these feeds and no others; return what to offer it, and which of its lines is whose.

    They have to be on air. Nothing is offered where nothing changed. `line` says afterwards what it gets.
    """
    with _Desk() as desk:
        if line.down:
            body: Message = {
                "request": "update",
                "subscribe": [{"feed": feed} for feed in feeds if feed not in line.feeds],
                "unsubscribe": [{"feed": feed} for feed in line.feeds if feed not in feeds],
            }
            body = {name: part for name, part in body.items() if part}
        elif feeds:
            line.down = desk.attach(line.session)
            body = {
                "request": "join", "ptype": "subscriber", "room": room, "private_id": line.own_id,
                "autoupdate": False, "token": _room_token(room), "streams": [{"feed": feed} for feed in feeds],
            }  # fmt: skip
        if not (line.down or feeds) or len(body) == 1:
            return None, {}
        found, offer = desk.tell(line.session, line.down, body)
        line.feeds = list(feeds)
        return offer, {each["mid"]: each["feed_id"] for each in found["streams"] if each.get("active")}


def accept(line: Line, answer: Description) -> None:
    """Hand over a browser's answer to what it was offered; from here on media flow to it."""
    with _Desk() as desk:
        desk.tell(line.session, line.down, {"request": "start"}, answer)


def reconnect_up(line: Line, offer: Description) -> Message:
    """Take a browser's new way to us, after its network changed."""
    with _Desk() as desk:
        return desk.tell(line.session, line.up, {"request": "configure"}, offer)[1]


def reconnect_down(line: Line) -> Message:
    """Return what to offer a browser that looks for a new way from us."""
    with _Desk() as desk:
        return desk.tell(line.session, line.down, {"request": "configure", "restart": True})[1]


def try_out() -> list[str]:
    """Make a room, come in with a token and go again, as a call would; return the plug-ins that are loaded."""
    room = secrets.token_urlsafe(24)
    open_room(room)
    try:
        with _Desk() as desk:
            loaded = sorted(desk.look("/info").get("plugins", []))
            session = desk.ask({"janus": "create"})["data"]["id"]
            body = {
                "request": "join",
                "ptype": "publisher",
                "room": room,
                "id": room,
                "token": _room_token(room),
            }
            desk.tell(session, desk.attach(session), body)
            desk.ask({"janus": "destroy"}, f"/{session}")
    finally:
        close_room(room)
    return loaded


class _Desk:
    """One conversation with Janus over one connection."""

    def __enter__(self) -> Self:
        place = urlsplit(_facts()["api"])
        self._path = place.path
        self._line = http.client.HTTPConnection(place.netloc, timeout=PATIENCE)
        return self

    def __exit__(self, *problem: object) -> None:
        self._line.close()

    def attach(self, session: int) -> int:
        handle: int = self.ask({"janus": "attach", "plugin": PLUGIN}, f"/{session}")["data"]["id"]
        return handle

    def look(self, where: str) -> Message:
        """Fetch what Janus says of itself."""
        return _checked(_exchange(self._line, "GET", self._path + where))

    def ask(self, message: Message, where: str = "") -> Message:
        """Ask for what is answered at once."""
        asked = message | {"transaction": secrets.token_hex(8), "token": _api_token()}
        return _checked(_exchange(self._line, "POST", self._path + where, asked))

    def tell(
        self, session: int, handle: int, body: Message, description: Description | None = None
    ) -> tuple[Message, Message]:
        """Tell the plug-in something and wait for what it makes of it; return that, and its description if any."""
        message: Message = {"janus": "message", "body": body, "transaction": secrets.token_hex(8)}
        if description:
            message["jsep"] = {**description, "e2ee": True}
        message["token"] = _api_token()
        _checked(_exchange(self._line, "POST", f"{self._path}/{session}/{handle}", message))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            news = _exchange(
                self._line, "GET", f"{self._path}/{session}?maxev=20&token={quote(_api_token())}"
            )
            for event in news if isinstance(news, list) else [news]:
                if event.get("transaction") == message["transaction"]:
                    return _checked(event)["plugindata"]["data"], event.get("jsep") or {}
        raise NoMediaServer(Cause.SLOW)


def _administer(request: Message) -> Message:
    """Ask the plug-in something that only we may."""
    facts = _facts()
    place = urlsplit(facts["admin"])
    line = http.client.HTTPConnection(place.netloc, timeout=PATIENCE)
    message = {
        "janus": "message_plugin", "plugin": PLUGIN, "admin_secret": facts["secret"],
        "transaction": secrets.token_hex(8), "request": request | {"secret": _room_secret(request["room"])},
    }  # fmt: skip
    try:
        found: Message = _exchange(line, "POST", place.path, message)["response"]
    except KeyError:
        raise NoMediaServer(Cause.SECRET) from None
    finally:
        line.close()
    return found


def _exchange(
    line: http.client.HTTPConnection, method: str, path: str, message: Message | None = None
) -> Any:
    try:
        line.request(method, path, json.dumps(message) if message else None)
        return json.loads(line.getresponse().read())
    except TimeoutError:
        raise NoMediaServer(Cause.SLOW) from None
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise NoMediaServer(Cause.AWAY, detail=type(problem).__name__) from None


def _checked(answer: Message) -> Message:
    """Return an answer if it is none of a fault. What Janus says of one may name rooms, so only its number is kept."""
    error = answer.get("error") or {}
    code = error.get("code") or answer.get("plugindata", {}).get("data", {}).get("error_code")
    if code:
        raise NoMediaServer(Cause.SECRET if code in WRONG_TOKEN else Cause.REFUSED, code)
    return answer


def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = settings.CALLS["janus"] if settings.CALLS else {}
    return facts


def _api_token() -> str:
    return _token(f"janus,{PLUGIN}")


def _room_token(room: str) -> str:
    return _token(f"{PLUGIN},room={room}")


def _token(allowed: str) -> str:
    words = f"{int(time.time()) + HOLDS_FOR},{allowed}"
    mac = hmac.new(_facts()["secret"].encode(), words.encode(), hashlib.sha1)
    return f"{words}:{base64.b64encode(mac.digest()).decode()}"


def _room_secret(room: str) -> str:
    return hmac.new(_facts()["secret"].encode(), f"room|{room}".encode(), hashlib.sha256).hexdigest()
