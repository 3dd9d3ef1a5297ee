"""What a browser fetches on its first visit to a thread of 50 replies, byte by byte."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.client import Line, Reply
from bench.homes import Home
from bench.plan import Plan, say
from bench.server import serving
from bench.table import Row

MOST_BYTES, MOST_REQUESTS = 60 * 1024, 6
FETCHED_RELS = {"stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon"}
IN_STYLES = re.compile(rb"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


class Linked(HTMLParser):
    """Gathers the addresses a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.has_icon = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"script", "img", "source", "iframe", "video", "audio"} and given.get("src"):
            if given.get("loading") != "lazy":
                self.addresses.append(given["src"])
        elif tag == "use" and not given.get("href", "#").startswith("#"):
            self.addresses.append(given["href"].partition("#")[0])
        elif tag == "link" and FETCHED_RELS & set(given.get("rel", "").split()):
            self.addresses.append(given.get("href", ""))
            self.has_icon = self.has_icon or "icon" in given["rel"].split()


def measure(plan: Plan) -> list[Row]:
    say("a first visit")
    with plan.copy(plan.small) as home, serving(home) as server:
        session = home.sign_in()[0]
        return [
            _row("a stranger", _visit(Line(server.port, gzip=True), home)),
            _row("a member", _visit(Line(server.port, session, gzip=True), home)),
        ]


def _visit(line: Line, home: Home) -> dict[str, Reply]:
    fetched = {home.thread_page: line.get(home.thread_page)}
    for address in list(_addresses(home.thread_page, fetched[home.thread_page])):
        _fetch(line, address, fetched)
    return fetched


def _fetch(line: Line, address: str, fetched: dict[str, Reply]) -> None:
    if address in fetched:
        return
    reply = fetched[address] = line.get(address)
    if reply.status != 200:
        raise SystemExit(f"{address} answered {reply.status}.")
    if "css" in reply.headers.get("content-type", ""):
        for found in IN_STYLES.findall(_plain(reply)):
            inner = (found[0] or found[1]).decode()
            if not inner.startswith(("data:", "#")):
                _fetch(line, urljoin(address, inner), fetched)


def _addresses(page: str, reply: Reply) -> list[str]:
    linked = Linked()
    linked.feed(_plain(reply).decode())
    addresses = [
        urlsplit(urljoin(page, address)).path for address in linked.addresses if address[:5] != "data:"
    ]
    return list(dict.fromkeys(addresses if linked.has_icon else [*addresses, "/favicon.ico"]))


def _plain(reply: Reply) -> bytes:
    import gzip

    encoding = reply.headers.get("content-encoding", "")
    if encoding == "gzip":
        return gzip.decompress(reply.body)
    if encoding:
        raise SystemExit(f"The bench cannot read {encoding}.")
    return reply.body


def _row(who: str, fetched: dict[str, Reply]) -> Row:
    size = sum(reply.bytes_received for reply in fetched.values())
    parts = ", ".join(
        f"{path.rpartition('/')[2].partition('.')[0] or 'page'} {reply.bytes_received / 1024:.1f}"
        for path, reply in fetched.items()
    )
    return Row(
        f"First visit to a thread of 50 replies, {who}",
        f"{size / 1024:.1f} KB in {len(fetched)} requests ({parts})",
        f"≤ {MOST_BYTES // 1024} KB, ≤ {MOST_REQUESTS}",
        size <= MOST_BYTES and len(fetched) <= MOST_REQUESTS,
    )
