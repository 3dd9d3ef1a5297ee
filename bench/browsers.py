"""Members' browsers for trials with faults: they send until they hear an answer, and come back when a line is lost."""

import contextlib
import http.client
import random
import threading
import time
import uuid
from urllib.parse import urlencode

from bench.trials import PASSPHRASE, PATIENCE


class Visitor:
    """A member's browser: cookies, forms, and coming back after the line was lost."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, *, partial: bool = False
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": self.cookie_header(), "Connection": "close"}
        if partial:
            headers["HX-Request"] = "true"
        body = None
        if fields is not None:
            body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, text

    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, name: str) -> None:
        self.ask("GET", "/sign-in/")
        status, text = self.ask("POST", "/sign-in/", {"name": name, "passphrase": PASSPHRASE})
        if status != 302 or "session" not in self.cookies:
            raise SystemExit(f"Signing in was answered with {status}:\n{text[:2000]}")


class Writer(threading.Thread):
    """Posts to an address, each until it is acknowledged; the same words keep their nonce."""

    def __init__(self, visitor: Visitor, address: str, number: int) -> None:
        super().__init__(daemon=True)
        self._visitor = visitor
        self._address = address
        self._number = number
        self.finished = threading.Event()
        self.acknowledged: list[str] = []
        self.lost_lines = 0
        self.refused: list[int] = []

    def run(self) -> None:
        while not self.finished.is_set():
            words = f"words {self._number} {len(self.acknowledged)} {uuid.uuid4().hex}"
            fields = {"body": words, "nonce": str(uuid.uuid4())}
            while not self._post(fields):
                time.sleep(random.uniform(0.05, 0.2))
            self.acknowledged.append(words)
            time.sleep(random.uniform(0.05, 0.3))

    def _post(self, fields: dict[str, str]) -> bool:
        try:
            status, _ = self._visitor.ask("POST", self._address, fields)
        except (OSError, http.client.HTTPException):
            self.lost_lines += 1
            return False
        if status not in (200, 302, 303):
            self.refused.append(status)
            return False
        return True


class Reader(threading.Thread):
    """Listens to its topics, comes back whenever the line is lost, and notes what it was told."""

    def __init__(self, visitor: Visitor, port: int, topics: str, kind: str) -> None:
        super().__init__(daemon=True)
        self._cookies = visitor.cookie_header()
        self._port = port
        self._topics, self._kind = topics, kind
        self._last = ""
        self.finished = threading.Event()
        self.told: list[str] = []
        self.resets = 0
        self.connections = 0

    def run(self) -> None:
        while not self.finished.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                self._listen()
            time.sleep(random.uniform(0.05, 0.3))

    def _listen(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": self._cookies, "Last-Event-ID": self._last}
        try:
            connection.request("GET", f"/events?topics={self._topics}", headers=headers)
            response = connection.getresponse()
            if response.status != 200:
                return
            self.connections += 1
            block: dict[str, str] = {}
            while line := response.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    block[name] = value
                else:
                    self._hear(block)
                    block = {}
        finally:
            connection.close()

    def _hear(self, block: dict[str, str]) -> None:
        place = block.get("id", "")
        # A browser takes an event from before its place for one it knows.
        is_news = order(place) > order(self._last) or place in self.told
        self._last = max(self._last, place, key=order)
        self.resets += block.get("event") == "reset"
        if block.get("event") == self._kind and is_news:
            self.told.append(place)


def order(place: str) -> list[int]:
    return [int(part) for part in place.split("-")] if place else []
