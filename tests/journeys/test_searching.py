"""Finding again what was said."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def test_searching_by_words_phrase_space_and_time(visitor: Arrive, house: House) -> None:
    """The same lighthouse two months ago and yesterday; the harbour quiet in one order and in the other."""
    asha = visitor("Asha")

    assert asha.search("lighthouse") == ["A harbour, quiet at last", "The lighthouse dream"]
    assert asha.search('"quiet harbour"') == ["The lighthouse dream"]
    assert asha.search("lighthouse", space="Anxiety") == ["A harbour, quiet at last"]
    assert asha.search("lighthouse", until=house.facts["month_ago"]) == ["The lighthouse dream"]
    assert asha.search("lighthouse", since=house.facts["month_ago"]) == ["A harbour, quiet at last"]
    assert asha.search("nothingofthekind") == []
    asha.sees("No post you may read has these words.")


def test_what_is_found_is_marked_and_leads_to_its_place(visitor: Arrive, house: House) -> None:
    """From the box at the top of any page to the very reply."""
    asha = visitor("Asha").go("/help-now/")
    asha.page.get_by_role("searchbox", name="Search this community").fill("Sunday number 41")
    asha.page.keyboard.press("Enter")

    expect(asha.main.locator("mark").first).to_be_visible()
    asha.follow("Sundays without her")

    expect(asha.page.get_by_text("Sunday number 41").first).to_be_in_viewport()


def test_a_stranger_finds_only_what_is_open(visitor: Arrive) -> None:
    stranger = visitor()

    assert stranger.search("lighthouse") == ["A harbour, quiet at last"]
    assert stranger.search("Sunday river") == []
