"""Walking through the installation as everybody, and looking into whatever comes back."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.proof.canaries import ROLES, rows
from tests.proof.community import Community, browser_with, forget
from tests.proof.needles import Sieve, everything_in

PLAIN: dict[str, str] = {}
PIECE = {"hx-request": "true"}
AS_JSON = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
_LINK = re.compile(r"""(?:href|src|action|formaction|hx-(?:get|post)|data-(?:url|src))=["']([^"']+)["']""")
_NUMBER = re.compile(r"[0-9a-f-]{10,}")
OWN_PLACES = ("/account/", "/api/v1/blocks", "/api/v1/mutes")
NOT_FOLLOWED = ("/static/", "/sign-out/", "/leave/")
MOST_CRAWLED = 150
NOT_THIS_WAY, TOO_MUCH, SERVER_ERROR = 405, 429, 500


@dataclass(frozen=True)
class Leak:
    """One secret in one answer to somebody who may not see it."""

    role: str
    secret: str
    where: str
    form: str

    def __str__(self) -> str:
        return f"{self.role} meets “{self.secret}” at {self.where}: {self.form}"


class Walk:
    """Asks addresses as every role and keeps what was wrong with the answers."""

    _sieve = Sieve()

    def __init__(self, community: Community, roles: Iterable[str] = ROLES) -> None:
        self.community = community
        self.roles = list(roles)
        self.leaks: set[Leak] = set()
        self.broken: set[str] = set()
        self.met: set[tuple[str, str]] = set()
        self._never: set[tuple[str, str]] = set()
        self._followed: set[tuple[str, str, str]] = set()
        self._marks = dict(rows())

    # ---- asking

    def ask(self, role: str, address: str, *, method: str = "GET", headers: Any = PLAIN, **sent: Any) -> str:
        """Ask once, look at the answer, and return the page."""
        client, where = self._client(role), f"{method} {address} {said(headers)}".strip()
        response = self._answer(
            lambda: client.generic(method, address, headers=headers, **sent), method, address
        )
        return self._look_at(role, where, response, client, str(sent))

    def ask_and_undo(self, role: str, address: str, **how: Any) -> None:
        """Ask, and leave everything as it was."""
        with undone():
            self.ask(role, address, **how)

    def ask_as_program(
        self, role: str, address: str, *, headers: Any, method: str = "GET", **sent: Any
    ) -> None:
        """Ask without a browser's cookies, look at the answer, and leave everything as it was."""
        client = Client(raise_request_exception=False)
        member = self.community.people.get(role)
        own = str(member.pk) if member else ""  # a program hears of its own member by number
        with undone():
            response = self._answer(
                lambda: client.generic(method, address, headers=headers, **sent), method, address
            )
            self._look_at(role, f"{method} {address} by a program", response, client, own)

    def send(self, role: str, address: str, data: Any, *, headers: Any = PLAIN) -> None:
        """Send a form, look at the answer, and leave everything as it was.

        Where forms of one kind lead a role to pages of one kind, the first of these is looked at too.
        """
        client, where = self._client(role), f"POST {address} {said(headers)}".strip()
        with undone():
            response = self._answer(lambda: client.post(address, data, headers=headers), "POST", address)
            self._look_at(role, where, response, client, str(data))
            place = response.headers.get("Location", "")
            leads = (role, _NUMBER.sub("#", address), _NUMBER.sub("#", place))
            if place.startswith("/") and not place.startswith(NOT_FOLLOWED) and leads not in self._followed:
                self._followed.add(leads)
                page, still_here = client.get(place), settings.SESSION_COOKIE_NAME in client.cookies
                signed_in = still_here and client.cookies[settings.SESSION_COOKIE_NAME].value
                self._look_at(
                    role if signed_in else "stranger", f"{where} → {place}", page, client, str(data)
                )

    def crawl(self, role: str, start: str = "/", at_most: int = MOST_CRAWLED) -> None:
        """Follow what the pages link to, as far as nobody has been there in this crawl."""
        waiting, seen = [start], {start}
        while waiting and len(seen) < at_most:
            address = waiting.pop()
            for link in _links(self.ask(role, address), address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def is_never_asked(self, method: str, address: str) -> bool:
        """Say whether an address of this form was asked this way, and answered that nobody can ask it so."""
        return (method, _NUMBER.sub("#", address)) in self._never

    def _answer(self, ask: Callable[[], Any], method: str, address: str) -> Any:
        """Ask; whoever is told to slow down does so. Keep in mind what nobody can ask this way."""
        response = ask()
        if response.status_code == TOO_MUCH:
            forget()
            response = ask()
        if response.status_code == NOT_THIS_WAY:
            self._never.add((method, _NUMBER.sub("#", address)))
        return response

    def _client(self, role: str) -> Client:
        return browser_with(self.community.browsers[role].cookies)

    # ---- looking

    def _look_at(self, role: str, where: str, response: HttpResponseBase, client: Client, sent: str) -> str:
        if response.status_code >= SERVER_ERROR and "styleguide" not in where:
            self.broken.add(f"{role}: {response.status_code} at {where}")
        page = page_of(response)
        head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        cookies = "\n".join(morsel.OutputString() for morsel in response.cookies.values())  # type: ignore[attr-defined]
        own = " ".join(morsel.value for morsel in client.cookies.values())
        self.look(role, where, f"{head}\n{cookies}\n{page}", asked=f"{where} {sent} {own}")
        return page

    def look(self, role: str, where: str, text: str, *, asked: str = "") -> None:
        """Note every secret in the text that this role may not see."""
        canaries = self.community.canaries
        needles = frozenset().union(*(canary.all_needles() for canary in canaries.values()))
        text, present = self._sieve.find(text, needles)
        asked = everything_in(asked) if present else ""
        for secret, canary in canaries.items():
            form = canary.is_among(present, asked=asked)
            if not form:
                continue
            mark = self._marks[secret].get(role, "-")
            if mark == "x" or (mark == "a" and any(place in where for place in OWN_PLACES)):
                self.met.add((role, secret))
            else:
                self.leaks.add(Leak(role, secret, where, f"{form} in …{_around(form, text)}…"))


def page_of(response: Any) -> str:
    """Return what an answer says below its head; a file says what its bytes happen to spell."""
    body = b"".join(response) if response.streaming else response.content
    return body.decode("utf-8", "replace")


def _around(form: str, text: str) -> str:
    """Return what stands around a form, on one line."""
    at = max(text.find(form.split(" with ")[0]), 0)
    return " ".join(text[max(at - 60, 0) : at + 60].split())


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written; what the product remembers goes too, if anything was."""
    written = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(note):
        yield
        transaction.set_rollback(True)
    if written:
        forget()


def _links(page: str, address: str) -> Iterator[str]:
    for link in _LINK.findall(page):
        parts = urlsplit(urljoin(address, unescape(link)))
        if not parts.netloc and parts.scheme in ("", "http") and not parts.path.startswith(NOT_FOLLOWED):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def said(headers: dict[str, str]) -> str:
    return " ".join(f"[{name}: {value}]" for name, value in headers.items())
