"""Looking at the running server the way a visitor's browser would: its pages, headers, cookies and certificate.

It asks the address it was given and nobody else: redirects are reported, not followed.
"""

import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPException
from socket import create_connection
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the server; status 0 and a reason when there was none."""

    status: int = 0
    headers: Message = field(default_factory=Message)
    body: bytes = b""
    reason: str = ""

    @property
    def cookies(self) -> dict[str, set[str]]:
        """Return {cookie name: its attributes in small letters}."""
        found = {}
        for line in self.headers.get_all("Set-Cookie") or []:
            first, *attributes = (part.strip() for part in line.split(";"))
            found[first.partition("=")[0]] = {attribute.lower() for attribute in attributes}
        return found

    def json(self) -> dict[str, Any]:
        """Return the body as an object; an empty one when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Visit:
    """A visit to one address, such as https://community.example. Each page is asked for once."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.parts = urlsplit(self.address)
        self._answers: dict[str, Answer] = {}
        # Never through a proxy: the question is how this very server answers.
        self._opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))

    @property
    def is_https(self) -> bool:
        return self.parts.scheme == "https"

    @property
    def is_on_this_machine(self) -> bool:
        host = self.parts.hostname or ""
        return host in {"localhost", "::1"} or host.startswith("127.")

    def page(self, path: str) -> Answer:
        """Return the answer to GET for a path of this address."""
        return self.ask(f"{self.address}{path}")

    def ask(self, url: str) -> Answer:
        if url not in self._answers:
            self._answers[url] = self._ask(url)
        return self._answers[url]

    def _ask(self, url: str) -> Answer:
        request = urllib.request.Request(url, headers={"User-Agent": "hearthside-doctor", "Accept": "*/*"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=PATIENCE) as response:
                return Answer(response.status, response.headers, response.read(2_000_000))
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.headers, refusal.read(2_000_000))
        except urllib.error.URLError as problem:
            return Answer(reason=str(problem.reason))
        except (OSError, HTTPException, ValueError) as problem:
            return Answer(reason=str(problem) or type(problem).__name__)

    def certificate_ends_at(self) -> datetime | None:
        """Return when the certificate of an https address ends; None where there is none to be seen."""
        host, port = self.parts.hostname or "", self.parts.port or 443
        try:
            with (
                create_connection((host, port), timeout=PATIENCE) as line,
                ssl.create_default_context().wrap_socket(line, server_hostname=host) as secured,
            ):
                certificate = secured.getpeercert() or {}
        except OSError:
            return None
        ends = str(certificate.get("notAfter", ""))
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None
