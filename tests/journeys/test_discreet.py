"""Discreet in a real browser: what a glance at the screen, the Back button and the history find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.test_own_host_only import walk
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


@pytest.fixture
def newcomer(visitor: Arrive) -> Callable[..., Visitor]:
    """Return somebody who chose to be discreet when they joined."""

    def arrive(**how: object) -> Visitor:
        person = visitor(**how).go("/join/")
        person.main.locator("[aria-labelledby=suggestions] button").first.click()
        person.page.get_by_label("Be discreet in this browser").check()
        person.page.get_by_label("A passphrase", exact=True).fill("a long passphrase")
        person.page.get_by_label("I am 18 or older").check()
        person.page.get_by_label("I will keep to this agreement").check()
        person.press("Join")
        person.press("I kept them")
        expect(person.page.get_by_role("heading", name="If you have to go at once")).to_be_visible()
        return person

    return arrive


def test_every_page_one_can_reach_is_called_notes(newcomer: Callable[..., Visitor]) -> None:
    person = newcomer()
    titles: dict[str, str] = {}
    person.page.on("load", lambda page: titles.setdefault(page.url, page.title()))

    paths, _ = walk(person)

    assert len(paths) > 25 and len(titles) > 25
    assert {address: title for address, title in titles.items() if title != "Notes"} == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_after_leaving_back_shows_nothing(
    newcomer: Callable[..., Visitor], house: House, scripts: bool
) -> None:
    person = newcomer(scripts=scripts)
    person.go("/help-now/?country=GB").open_thread(house.facts["long"])
    person.page.get_by_role("link", name="Leave", exact=True).click(no_wait_after=True)
    person.page.wait_for_url(house.leave_url)

    person.page.go_back(wait_until="commit")

    if scripts:
        person.page.wait_for_url(house.leave_url)
    else:
        expect(person.page).to_have_title("Notes")
    person.sees_no("Sundays without her")
    assert not person.is_signed_in
