"""Typed words outlive a reload, a second tab, a lost connection and an expired session."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
LETTER = "I have begun this five times."


@pytest.fixture
def writer(visitor: Arrive) -> Visitor:
    """Asha, in front of a thread of her own."""
    asha = visitor("Asha")
    asha.start_thread("sleepless", "Letters not sent", "They are in the drawer.")
    return asha


def words_in(page: Page) -> Locator:
    return page.locator("#reply").get_by_label("Your words")


def type_and_wait_until_kept(person: Visitor, words: str) -> None:
    person.words.press_sequentially(words)
    expect(person.composer.get_by_text("Kept.")).to_be_visible()


def test_words_survive_a_reload_and_are_in_the_second_tab(writer: Visitor) -> None:
    type_and_wait_until_kept(writer, LETTER)

    writer.page.reload()
    expect(writer.words).to_have_value(LETTER)
    expect(words_in(writer.new_tab(f"/threads/{writer.thread_number}/"))).to_have_value(LETTER)


def test_words_survive_when_the_page_is_gone_at_once(writer: Visitor) -> None:
    """Nobody waits until a page says that it has kept something."""
    number = writer.thread_number
    writer.words.press_sequentially(LETTER)
    writer.page.goto("/spaces/")

    writer.open_thread(number)

    expect(writer.words).to_have_value(LETTER)


def test_words_survive_a_lost_connection(writer: Visitor) -> None:
    """The line goes while Asha types. The page says so, keeps the words, and sends them when the line is back."""
    type_and_wait_until_kept(writer, "I have begun ")
    writer.context.set_offline(True)
    writer.sees("There is no connection right now. What you have written stays here.")
    writer.words.press_sequentially("this five times.")
    expect(
        writer.composer.get_by_text("Not kept yet: no connection. Your words are still here.")
    ).to_be_visible()
    writer.press("Reply", within=writer.composer)
    expect(writer.words).to_have_value(LETTER)

    writer.context.set_offline(False)
    writer.sees("You are connected again.")
    writer.page.reload()

    expect(writer.words).to_have_value(LETTER)
    writer.press("Reply", within=writer.composer)
    expect(writer.post(LETTER)).to_have_count(1)
    expect(writer.words).to_have_value("")
    writer.page.reload()
    expect(writer.words).to_have_value("")


def test_words_survive_an_expired_session(writer: Visitor) -> None:
    """The session ends while Asha writes. Pressing Reply loses nothing; signing in again brings it all back."""
    number = writer.thread_number
    writer.words.press_sequentially(LETTER)
    writer.context.clear_cookies(name="session")

    writer.press("Reply", within=writer.composer)

    writer.sees("You are not signed in any more. Your words are still here")
    expect(writer.words).to_have_value(LETTER)
    writer.sign_in("Asha", at=f"/sign-in/?next=/threads/{number}/")
    expect(writer.page.get_by_role("heading", name="Letters not sent")).to_be_visible()
    expect(writer.words).to_have_value(LETTER)
    writer.press("Reply", within=writer.composer)
    expect(writer.post(LETTER)).to_be_visible()


def test_after_signing_in_in_another_tab_the_words_can_be_sent_from_the_first(writer: Visitor) -> None:
    """As the page itself advises."""
    writer.words.press_sequentially(LETTER)
    writer.context.clear_cookies(name="session")
    writer.press("Reply", within=writer.composer)
    writer.sees("sign in in another tab, then send them")
    first, writer.page = writer.page, writer.new_tab("/sign-in/")
    writer.give_name_and_passphrase("Asha")
    expect(writer.page.get_by_role("heading", name="Good to see you, Asha")).to_be_visible()

    writer.page = first
    writer.press("Reply", within=writer.composer)

    expect(writer.post(LETTER)).to_be_visible()


def test_words_that_were_not_kept_are_not_shown_to_the_next_person(writer: Visitor) -> None:
    """Asha could not be reached by the server when she signed out of a shared computer; Ben signs in after her."""
    number = writer.thread_number
    writer.context.route("**/drafts/", lambda route: route.abort())
    writer.words.press_sequentially(LETTER)
    expect(writer.composer.get_by_text("Not kept yet")).to_be_visible()
    writer.go("/sign-out/").press("Sign out")
    expect(writer.main.get_by_role("link", name="Sign in")).to_be_visible()

    writer.sign_in("Ben", at=f"/sign-in/?next=/threads/{number}/")

    expect(writer.page.get_by_role("heading", name="Letters not sent")).to_be_visible()
    expect(writer.words).to_have_value("")


def test_words_that_were_posted_do_not_come_back(writer: Visitor) -> None:
    """The line is slow: what was to be kept as a draft reaches the server after the reply itself."""
    late: list[Route] = []
    writer.page.route("**/drafts/", lambda route: late.append(route))
    with writer.page.expect_request("**/drafts/"):
        writer.words.press_sequentially(LETTER)
    writer.press("Reply", within=writer.composer)
    expect(writer.post(LETTER)).to_be_visible()
    expect(writer.words).to_have_value("")

    with writer.page.expect_response("**/drafts/"):
        late[0].continue_()
    writer.page.unroute_all()
    writer.page.reload()

    expect(writer.post(LETTER)).to_have_count(1)
    expect(writer.words).to_have_value("")


def test_a_thread_begun_is_there_again_too(visitor: Arrive) -> None:
    """Title, words, what would help, the note and the name: everything on the page for a new thread."""
    noor = visitor("Noor").go("/spaces/grief/new/")
    noor.page.get_by_label("A few words for the top").fill("Not yet")
    noor.page.get_by_label("Ideas").check()
    noor.choose_anonymous()
    noor.page.get_by_label("Your words").press_sequentially(LETTER)
    expect(noor.page.get_by_text("Kept.")).to_be_visible()

    noor.go("/spaces/grief/").follow("Start a thread")

    expect(noor.page.get_by_label("A few words for the top")).to_have_value("Not yet")
    expect(noor.page.get_by_label("Your words")).to_have_value(LETTER)
    expect(noor.page.get_by_label("Ideas")).to_be_checked()
    expect(noor.page.locator("fieldset.names input[value=on]")).to_be_checked()


def test_nobody_else_in_this_browser_finds_the_words(writer: Visitor) -> None:
    """Asha leaves in a hurry on a shared computer; whoever signs in next finds an empty box."""
    number = writer.thread_number
    writer.words.press_sequentially(LETTER)
    writer.page.get_by_role("link", name="Leave", exact=True).click()
    writer.page.wait_for_url(writer.house.leave_url)

    writer.sign_in("Ben", at=f"/sign-in/?next=/threads/{number}/")

    expect(writer.page.get_by_role("heading", name="Letters not sent")).to_be_visible()
    expect(writer.words).to_have_value("")
    assert LETTER not in writer.page.evaluate("JSON.stringify([sessionStorage, localStorage])")
