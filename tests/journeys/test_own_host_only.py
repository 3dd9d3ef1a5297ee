"""Every page, followed link by link as several people: nothing is asked of another host, and none is told anything."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]

# Two pages of each kind are enough: /threads/1/ and /threads/2/ are drawn by the same lines.
EACH_KIND = 2
NOT_FOLLOWED = re.compile(r"^/(?:leave|sign-out|events|notices/\d+)/?")
BEGIN = [
    "/",
    "/leaving/",
    "/shared-devices/",
    "/help-now/?country=GB",
    "/offline/",
    "/nowhere/",
    "/search/?q=evening",
]
LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.href)"


def kind_of(address: str) -> str:
    """Return the address without the numbers and names in it."""
    parts = urlsplit(address)
    path = re.sub(r"/(members|spaces)/[^/]+/", r"/\1/*/", re.sub(r"\d+", "*", parts.path))
    return path + ("?" + ",".join(sorted(part.partition("=")[0] for part in parts.query.split("&"))))


def walk(person: Visitor) -> tuple[set[str], set[str]]:
    """Open every kind of page one can reach; return the paths that were seen and the links that lead elsewhere."""
    here = urlsplit(person.house.url).netloc
    waiting, seen, away = list(BEGIN), {}, set()
    paths: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in paths or seen.get(kind, 0) >= EACH_KIND:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        paths.add(address)
        person.go(address)
        for link in person.page.evaluate(LINKS):
            parts = urlsplit(link)
            if parts.netloc == here and not NOT_FOLLOWED.match(parts.path):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
            elif parts.netloc and parts.netloc != here:
                away.add(urlsplit(person.page.url).path)
    return paths, away


@pytest.mark.parametrize("who", ["", "Asha", "Olu"])
def test_no_page_asks_anything_of_another_host(visitor: Arrive, house: House, who: str) -> None:
    """And only the crisis lines link straight to one."""
    person = visitor(who)

    paths, away = walk(person)

    assert len(paths) > (25 if who else 15), sorted(paths)
    assert person.strange_hosts == set()
    assert away <= {"/help-now/"}, away
    tellers = [asked.url for asked in person.asked if asked.headers.get("referer")]
    assert tellers == []


def test_the_log_of_requests_would_show_another_host(visitor: Arrive, house: House) -> None:
    """A picture from elsewhere, put into a page by hand, is refused by the policy and noticed by the test."""
    person = visitor().go("/")
    person.page.evaluate(
        "document.body.append(Object.assign(new Image(), { src: 'http://localhost:9/spy.png' }))"
    )
    person.page.evaluate("new Promise((wake) => setTimeout(wake, 300))")

    assert any("Content Security Policy" in said for said in person.complaints)
    assert "localhost:9" in person.strange_hosts or person.complaints
    person.complaints.clear()
    person.asked.clear()


def test_a_link_in_somebodys_words_waits_for_a_press_and_tells_nobody(visitor: Arrive, house: House) -> None:
    weather = house.leave_url
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", "Looking out", f"Before sleep I look at {weather} for a while.")
    ben = visitor("Ben").open_thread(number)

    ben.post("Before sleep").get_by_role("link", name=weather).click()

    expect(ben.page.get_by_role("heading", name="This link leads away from here")).to_be_visible()
    ben.sees(weather)
    with ben.page.expect_request(weather) as asked:
        ben.main.get_by_role("link", name="Go to").click()
    assert "referer" not in asked.value.all_headers()
    ben.sees("Light rain.")


class Trap(BaseHTTPRequestHandler):
    """A page of another site that sends forms to ours as soon as somebody opens it."""

    target = ""
    body = ""

    def do_GET(self) -> None:
        page = (
            f"<!doctype html><title>Trap</title><form method=post action='{self.target}'>"
            "<textarea name=body>Not mine</textarea><input name=csrfmiddlewaretoken value='a'>"
            "<button>Look</button></form>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def trap() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trap)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_our_own_forms_say_no_origin_and_are_taken(visitor: Arrive, house: House) -> None:
    """As Chromium really sends them, with scripts off: no referrer, and "null" for an origin."""
    ben = visitor("Ben", scripts=False).open_thread(house.facts["new"])
    ben.words.fill("Sent by a plain form.")

    with ben.page.expect_request(lambda asked: asked.method == "POST") as asked:
        ben.press("Reply", within=ben.composer)

    headers = asked.value.all_headers()
    assert headers["origin"] == "null" and headers["sec-fetch-site"] == "same-origin"
    assert "referer" not in headers
    expect(ben.post("Sent by a plain form.")).to_be_visible()


def test_a_form_of_another_site_is_refused_in_the_browser(
    visitor: Arrive, house: House, trap: ThreadingHTTPServer
) -> None:
    """The trap has the same machine and so even the cookies, and says "null" just like our own pages."""
    asha = visitor("Asha").open_thread(house.facts["new"])
    Trap.target = f"{house.url}/threads/{house.facts['new']}/replies/"
    asha.page.goto(f"http://127.0.0.1:{trap.server_port}/")

    with asha.page.expect_response(Trap.target) as answer:
        asha.page.get_by_role("button", name="Look").click()

    assert answer.value.request.all_headers()["origin"] == "null"
    assert answer.value.status == 403
    asha.sees("This form did not come from one of our own pages")
    expect(asha.main.get_by_role("button")).to_have_count(0)
    asha.open_thread(house.facts["new"])
    expect(asha.post("Not mine")).to_have_count(0)
    asha.asked.clear()
