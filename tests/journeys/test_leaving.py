"""Leaving at once, by every way there is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
SECRET = "Sunday number 3 was long for me"


def by_the_button(person: Visitor) -> None:
    # Clicks and does not wait to see where it leads, as a hurried person.
    person.page.get_by_role("link", name="Leave", exact=True).click(no_wait_after=True)


def by_the_early_link(person: Visitor) -> None:
    """The second stop of the Tab key on every page."""
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Tab")
    expect(person.page.get_by_role("link", name="Leave this page now")).to_be_focused()
    person.page.keyboard.press("Enter")


def by_shift_three_times(person: Visitor) -> None:
    for _ in range(3):
        person.page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [by_the_button, by_the_early_link, by_shift_three_times])
def test_leaving_covers_the_page_ends_the_session_and_does_not_come_back(
    visitor: Arrive, house: House, leave: Callable[[Visitor], None]
) -> None:
    """Asha reads in a members' space when somebody comes into the room."""
    asha = visitor("Asha").go("/spaces/grief/").open_thread(house.facts["long"])
    asha.sees(SECRET)
    cookies = asha.context.cookies()
    told = _what_shows_when_leaving(asha)
    asha.page.reload()
    asha.sees(SECRET)

    leave(asha)

    asha.page.wait_for_url(house.leave_url)
    asha.sees("Light rain.")
    assert told == ["nothing to see"]
    assert not asha.is_signed_in
    assert [cookie for cookie in asha.context.cookies() if cookie["name"] == "session"] == []

    asha.page.go_back(wait_until="commit")
    asha.page.wait_for_url(house.leave_url)
    asha.sees_no("Lantern House")

    thief = visitor()
    thief.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "session"])  # type: ignore[list-item]
    assert not thief.is_signed_in


def _what_shows_when_leaving(person: Visitor) -> list[str]:
    """Return a list that will hold what the page shows as soon as the press that leaves has been dealt with.

    The page has to say it itself: a page on its way elsewhere cannot be asked. Observers are called before
    the browser does anything else, so this is what is seen before the server has heard of it.
    """
    told: list[str] = []
    person.page.expose_function("tell", lambda words: told.append(words))
    person.page.add_init_script(
        """new MutationObserver(() => {
             if (!document.querySelector(".leaving")) return;
             const shown = (document.title + document.body.innerText).replace(/[\\s\\u200b]/g, "");
             tell(shown || "nothing to see");
           }).observe(document, { childList: true, subtree: true });"""
    )
    return told


def test_leaving_in_one_tab_leaves_in_all(visitor: Arrive, house: House) -> None:
    asha = visitor("Asha").open_thread(house.facts["long"])
    other = asha.new_tab("/account/")
    expect(other.get_by_role("heading", name="You", exact=True)).to_be_visible()

    by_shift_three_times(asha)

    asha.page.wait_for_url(house.leave_url)
    other.wait_for_url(house.leave_url)
    assert not asha.is_signed_in


def test_three_presses_count_within_five_seconds_and_capital_letters_do_not(
    visitor: Arrive, house: House
) -> None:
    """Somebody writes in capitals, and somebody's finger rests on Shift: neither is thrown out."""
    asha = visitor("Asha")
    asha.page.clock.install()
    asha.open_thread(house.facts["long"])
    dots = asha.page.locator("[data-leave-dots] .lit")

    asha.words.focus()
    for letter in "AAA":
        asha.page.keyboard.press(f"Shift+{letter}")
    expect(asha.words).to_have_value("AAA")
    expect(dots).to_have_count(0)

    asha.page.keyboard.press("Shift")
    asha.page.keyboard.press("Shift")
    expect(dots).to_have_count(2)
    asha.page.clock.fast_forward(5_100)
    expect(dots).to_have_count(0)
    asha.page.keyboard.press("Shift")
    expect(dots).to_have_count(1)
    assert asha.thread_number == house.facts["long"]

    asha.page.keyboard.press("Shift")
    asha.page.keyboard.press("Shift")
    asha.page.wait_for_url(house.leave_url)


def test_leaving_is_a_plain_link_with_scripts_off(visitor: Arrive, house: House) -> None:
    """Back asks the server again, which no longer knows who this is."""
    asha = visitor("Asha", scripts=False).go("/spaces/grief/").open_thread(house.facts["long"])
    asha.sees(SECRET)

    by_the_button(asha)

    asha.page.wait_for_url(house.leave_url)
    assert not asha.is_signed_in
    asha.page.go_back()
    expect(asha.page.get_by_role("heading", name="Sign in")).to_be_visible()
    asha.sees_no(SECRET)


def test_leaving_ends_on_the_neutral_page_even_when_the_server_does_not_answer(
    visitor: Arrive, house: House
) -> None:
    asha = visitor("Asha").open_thread(house.facts["long"])
    asha.page.route("**/leave/", lambda route: None)

    by_the_button(asha)

    asha.page.wait_for_url(house.leave_url)


@pytest.mark.parametrize("path", ["/help-now/", "/nowhere/", "/join/"])
def test_strangers_leave_too_and_from_error_pages(visitor: Arrive, house: House, path: str) -> None:
    stranger = visitor().go(path)

    by_the_early_link(stranger)

    stranger.page.wait_for_url(house.leave_url)
