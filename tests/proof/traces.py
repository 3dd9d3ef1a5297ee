"""Whole pages compared: what one may not know of changes nothing, not a count, not an order, not a dot."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase

from tests.proof.addresses import every_address
from tests.proof.chance import without_chance
from tests.proof.community import Community, forget
from tests.proof.walk import NOT_THIS_WAY, PIECE, PLAIN, page_of, said

# Times pass, and the name and picture on offer for an anonymous thread are drawn anew each time.
_NEW_EACH_TIME = re.compile(r'<time.*?</time>|name="anonymous" value="on"> <svg.*?</svg>.*?</bdi>')
# Ways out, what is drawn by chance, the list in which every look of one's own is one more, and how much was screened.
_NOT_COMPARED = ("/leave/", "/sign-out/", "/healthz", "/join/", "/account/export", "/styleguide/",
                 "/sign-in/passkey/options/", "/account/security/passkey/options/", "/operator/audit/",
                 "/operator/screening/")  # fmt: skip
LISTS = ["/?after=x", "/spaces/courtyard/?show=unanswered", "/search/?q=again", "/search/?q=closedreply",
         "/search/?q=changed", "/members/Mordecai/", "/members/Lenuta/", "/members/Chenoa/"]  # fmt: skip


Asked = tuple[str, dict[str, str]]


def everything_asked(community: Community) -> list[Asked]:
    """Return every address, and how it is asked: some have a piece for a page that is open already."""
    addresses = [
        place for place in [*every_address(community), *LISTS] if not place.startswith(_NOT_COMPARED)
    ]
    pieces = [place for place in addresses if "/replies/" in place or "/fragment/" in place]
    return [*((place, PLAIN) for place in addresses), *((place, PIECE) for place in pieces)]


def pages_of(community: Community, role: str, asked: list[Asked]) -> dict[str, str]:
    """Return every page as this role meets it, with nothing remembered from before."""
    forget()
    browser = community.browsers[role]
    return {
        f"{address} {said(headers)}": _page(browser.get(address, headers=headers))
        for address, headers in asked
    }


def traces(community: Community, role: str, acts: Callable[[Community], Any]) -> list[str]:
    """Return the addresses whose pages differ for this role after the acts, with where they begin to differ."""
    browser = community.browsers[role]
    asked = [(address, headers) for address, headers in everything_asked(community)
             if browser.get(address, headers=headers).status_code != NOT_THIS_WAY]  # fmt: skip
    before = pages_of(community, role, asked)  # after a first look, which marks things as read
    acts(community)
    after = pages_of(community, role, asked)
    return [f"{role} notices at {place}: {_difference(before[place], after[place])}"
            for place in before if before[place] != after[place]]  # fmt: skip


def _page(answer: HttpResponseBase) -> str:
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length")
    return _NEW_EACH_TIME.sub("", without_chance(f"{answer.status_code}\n{head}\n{page_of(answer)}"))


def _difference(one: str, other: str) -> str:
    at = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"{one[max(at - 40, 0) : at + 40]!r} became {other[max(at - 40, 0) : at + 40]!r}"
