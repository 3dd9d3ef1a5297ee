"""Whole pages compared: what one may not know of changes nothing, not a count, not an order, not a dot."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpResponseBase

from tests.proof.addresses import every_address
from tests.proof.chance import without_chance
from tests.proof.community import Community, forget
from tests.proof.walk import NOT_THIS_WAY, PIECE, PLAIN, page_of, said

# Times pass, and the name and picture on offer for an anonymous thread are drawn anew each time.
_NEW_EACH_TIME = re.compile(
    r"""<time.*?</time>|[Ww]ait(?:ing|ed) for \d+ \w+|name="anonymous" value="on"> <svg.*?</svg>.*?</bdi>"""
)
# Ways out, what is drawn by chance or the same whoever asks, the list in which every look of one's own is one
# more, and how much was screened.
_NOT_COMPARED = ("/leave/", "/sign-out/", "/healthz", "/join/", "/account/export", "/styleguide/",
                 "/sign-in/passkey/options/", "/account/security/passkey/options/", "/operator/audit/",
                 "/operator/screening/", "/api/")  # fmt: skip
LISTS = ["/?after=x", "/spaces/courtyard/?show=unanswered", "/search/?q=again", "/search/?q=closedreply",
         "/search/?q=changed", "/members/Mordecai/", "/members/Lenuta/", "/members/Chenoa/"]  # fmt: skip


# What changes by being read, and is read once before anything is compared.
_SETTLING = (
    "/sign-in/",
    "/threads/",
    "/spaces/",
    "/notices/",
    "/conversations/",
    "/support-groups/",
    "/circles/",
)

_WRITING = "INSERT", "UPDATE", "DELETE"
_KEPT_OF_LOOKS = re.compile("safety_audit|django_session")  # that staff looked, and in which minute

Asked = tuple[str, dict[str, str]]


def everything_asked(community: Community) -> list[Asked]:
    """Return every address, and how it is asked: some have a piece for a page that is open already."""
    addresses = [
        place for place in [*every_address(community), *LISTS] if not place.startswith(_NOT_COMPARED)
    ]
    pieces = [place for place in addresses if "/replies/" in place or "/fragment/" in place]
    return [*((place, PLAIN) for place in addresses), *((place, PIECE) for place in pieces)]


def pages_of(community: Community, role: str, asked: Iterable[Asked]) -> dict[tuple[str, str], str]:
    """Return every page as this role meets it, with nothing remembered from before."""
    forget()
    browser = community.browsers[role]
    answers = ((place, browser.get(place, headers=headers), headers) for place, headers in asked)
    return {
        (place, said(headers)): _page(answer)
        for place, answer, headers in answers
        if answer.status_code != NOT_THIS_WAY
    }


def traces(community: Community, role: str, acts: Callable[[Community], Any], only: str = "/") -> list[str]:
    """Return the addresses whose pages differ for this role after the acts, with where they begin to differ."""
    asked = [(place, headers) for place, headers in everything_asked(community) if place.startswith(only)]
    pages_of(community, role, [one for one in asked if one[0].startswith(_SETTLING)])
    with nothing_is_written():
        before = pages_of(community, role, asked)
    acts(community)
    after = pages_of(community, role, [one for one in asked if (one[0], said(one[1])) in before])
    return [f"{role} notices at {' '.join(place)}: {_difference(before[place], after[place])}"
            for place in before if before[place] != after[place]]  # fmt: skip


@contextmanager
def nothing_is_written() -> Iterator[None]:
    """Fail if a page changes something by being read: what is seen of it later would be no trace of others."""
    written = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        if sql.startswith(_WRITING) and not _KEPT_OF_LOOKS.search(sql) and rest[-1]["cursor"].rowcount:
            written.append(sql)
        return done

    with connection.execute_wrapper(note):
        yield
    assert not written, f"Add to _SETTLING what wrote this: {written}"


def _page(answer: HttpResponseBase) -> str:
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length")
    return _NEW_EACH_TIME.sub("", without_chance(f"{answer.status_code}\n{head}\n{page_of(answer)}"))


def _difference(one: str, other: str) -> str:
    at = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"{one[max(at - 40, 0) : at + 40]!r} became {other[max(at - 40, 0) : at + 40]!r}"
