"""Blocking: no trace, in both directions, and back again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def assert_no_trace(person: Visitor, of: str, *, own: int, theirs: int, title: str, words: str) -> None:
    """Look everywhere a trace could be: lists, thread, profile, search, notices, front page."""
    person.open_thread(own)
    for sign in (of, words):
        person.sees_no(sign)
    for path in ("/", "/spaces/anxiety/", "/notices/", "/following/", "/unanswered/", "/bookmarks/"):
        person.go(path)
        for sign in (of, title, words):
            person.sees_no(sign)
    for path in (f"/threads/{theirs}/", f"/members/{of}/", f"/members/{of}/block/"):
        answer = person.page.goto(path)
        assert answer is not None and answer.status == 404, path
        person.sees_no(title)
        person.sees_no(f"{of} ")
    assert person.search(words) == []
    assert title not in person.search(title)


def test_blocking_leaves_no_trace_on_either_side(visitor: Arrive, house: House) -> None:
    """Noor blocks Pavel from his page. From then on neither finds anything of the other, until she unblocks him."""
    noors, pavels = house.facts["noors"], house.facts["pavels"]
    noor, pavel = visitor("Noor").open_thread(noors), visitor("Pavel")
    noor.sees("Mine too, since the spring.")
    assert "Buses at rush hour" in noor.search("marzipan")

    noor.open_thread(noors).follow("Pavel", within=noor.post("Mine too"))
    noor.follow("Block")
    noor.sees("You won't see each other here any more: no posts, no replies, no names. They are not told.")
    noor.press("Block")
    noor.sees("You won't see each other here any more. They are not told.")

    of_pavel = {"title": "Buses at rush hour", "words": "Mine too, since the spring."}
    assert_no_trace(noor, "Pavel", own=noors, theirs=pavels, **of_pavel)
    of_noor = {"title": "Phone calls at work", "words": "I get off and walk."}
    assert_no_trace(pavel, "Noor", own=pavels, theirs=noors, **of_noor)
    pavel.go("/account/").sees("Nobody. You can block or mute somebody from their page")

    noor.go("/account/").press("Unblock: Pavel")
    noor.open_thread(noors).sees("Mine too, since the spring.")
    pavel.open_thread(noors).sees("My hands shake.")
    assert "Buses at rush hour" in noor.search("marzipan")


@pytest.mark.parametrize(("who_blocks", "who_is_blocked"), [("Inga", "Tomas"), ("Tomas", "Inga")])
def test_what_a_blocked_person_writes_never_reaches_the_open_page(
    visitor: Arrive, who_blocks: str, who_is_blocked: str
) -> None:
    """Both read the same thread of somebody else's. The other's page neither shows nor asks for the reply."""
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", f"A thread of many, {who_blocks}", "Come in.")
    one, other = visitor("Inga").open_thread(number), visitor("Tomas").open_thread(number)
    blocker, blocked = (one, other) if who_blocks == "Inga" else (other, one)
    blocker.reply("I am here already.")
    expect(blocked.post("I am here already.")).to_be_visible()
    blocker.new_tab(f"/members/{who_is_blocked}/block/").get_by_role(
        "button", name="Block", exact=True
    ).click()
    expect(blocker.context.pages[1].get_by_text("They are not told.")).to_be_visible()
    blocker.page.reload()
    asha.open_thread(number)
    asked_before = len(blocker.asked)

    blocked.open_thread(number)
    blocked.words.press_sequentially("Nobody")
    blocked.reply("Nobody may be told of this.")
    expect(asha.post("Nobody may be told of this.")).to_be_visible()
    asha.reply("Welcome, both.")

    expect(blocker.post("Welcome, both.")).to_be_visible()
    blocker.sees_no("Nobody may be told")
    asked = [request.url for request in blocker.asked[asked_before:]]
    assert len([url for url in asked if "/replies/" in url or "/fragment/" in url]) == 1, asked
    blocker.reply("Thank you, Asha.")
    expect(asha.post("Thank you, Asha.")).to_be_visible()
    asha.reply("Any time.")
    expect(blocked.post("Any time.")).to_be_visible()
    blocked.sees_no("Thank you, Asha.")
    blocked.page.reload()
    blocked.sees_no("Thank you, Asha.")

    blocker.go("/account/").press(f"Unblock: {who_is_blocked}")
    blocker.open_thread(number).sees("Nobody may be told of this.")
