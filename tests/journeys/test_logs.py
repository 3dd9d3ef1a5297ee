"""What the server writes into its log while things go wrong: no words, no names, nobody's address.

At the end of all journeys the whole log is searched for whatever was typed in any of them (conftest).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.journeys.house import House
from tests.journeys.typed import found_in
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
SECRET = "the blue kettle on the windowsill"


@pytest.fixture
def broken_drafts(house: House) -> Iterator[None]:
    """Take the table of drafts away, so that keeping one breaks in the middle."""

    def rename(old: str, new: str) -> None:
        with closing(sqlite3.connect(house.folder / "hearthside.sqlite3", timeout=20)) as database:
            database.execute(f"ALTER TABLE {old} RENAME TO {new}")
            database.commit()

    rename("forum_draft", "forum_draft_away")
    yield
    rename("forum_draft_away", "forum_draft")


def test_a_page_that_breaks_leaves_no_words_in_the_log(
    visitor: Arrive, house: House, broken_drafts: None
) -> None:
    before = len(house.log())
    ben = visitor("Ben").go("/account/")
    token = {cookie["name"]: cookie["value"] for cookie in ben.context.cookies()}["csrftoken"]

    answer = ben.context.request.post(
        "/drafts/",
        form={"csrfmiddlewaretoken": token, "thread": str(house.facts["long"]), "body": SECRET},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    log = house.log()[before:]
    assert answer.status == 500
    assert "OperationalError" in log, "nothing was logged, so this proves nothing"
    assert found_in(log, {SECRET, "Ben", "kettle"}) == []


def test_odd_requests_leave_nothing_in_the_log(visitor: Arrive, house: House) -> None:
    before = len(house.log())
    ben = visitor("Ben")
    odd = {"Cookie": f"session={SECRET}", "Referer": f"http://{SECRET}/", "User-Agent": SECRET}
    for path in (f"/{SECRET}/", f"/search/?q={SECRET}%00", f"/out/?to={SECRET}", f"/members/{SECRET}/"):
        ben.context.request.get(path, headers=odd)
    ben.context.request.get("/", headers={"Host": "kettle.example"})
    ben.context.request.post(
        "/sign-in/", form={"name": SECRET, "passphrase": SECRET}, headers={"Origin": "null"}
    )
    ben.context.request.post(
        "/drafts/", data=b"\xff{" + SECRET.encode(), headers={"Content-Type": "text/odd"}
    )

    assert found_in(house.log()[before:], {SECRET, "kettle"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "2030-01-01 INFO kept The Blue Kettle on the windowsill",
        '127.0.0.1:40312 - "GET / HTTP/1.1" 200',
        "request from 127.0.0.1",
    ],
)
def test_the_search_would_find_them(line: str) -> None:
    assert found_in(f"a line before\n{line}\n", {SECRET}) != []


def test_what_was_typed_is_gathered(visitor: Arrive, house: House) -> None:
    """From ordinary forms, forms with files and searches."""
    chen = visitor("Chen").open_thread(house.facts["new"])
    chen.reply("Words in a form with room for files.")
    chen.search("lantern harbour")
    chen.go("/account/profile/").main.locator("[name=about]").fill("Words about me, two lines\nof them")
    chen.main.locator("form button").last.click()
    chen.page.wait_for_load_state()

    assert {
        "Words in a form with room for files.", "lantern harbour", "Words about me, two lines", "of them",
    } <= chen.typed  # fmt: skip
