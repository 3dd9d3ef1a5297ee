"""One event stream a browser, however many tabs; and a server that dies in between."""

from collections.abc import Callable

from playwright.sync_api import Page, Request, expect

from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


class Lines:
    """The event streams a browser holds open right now, by the tab that holds them."""

    def __init__(self, person: Visitor) -> None:
        self._begun: dict[Request, Page] = {}
        person.context.on("request", lambda request: self._begin(request))
        person.context.on("requestfinished", lambda request: self._begun.pop(request, None))
        person.context.on("requestfailed", lambda request: self._begun.pop(request, None))

    def _begin(self, request: Request) -> None:
        if "/events?" in request.url:
            self._begun[request] = request.frame.page

    @property
    def tabs(self) -> list[Page]:
        return [page for page in self._begun.values() if not page.is_closed()]


def test_three_tabs_share_one_line_and_another_takes_over(visitor: Arrive) -> None:
    """Asha has the thread open three times. All three hear Ben; she closes the one that listens for all."""
    asha = visitor("Asha")
    lines = Lines(asha)
    number = asha.start_thread("sleepless", "Three windows", "All of mine are lit.")
    tabs = [asha.page, *(asha.new_tab(f"/threads/{number}/") for _ in range(2))]
    ben = visitor("Ben").open_thread(number)

    ben.reply("Mine too.")

    for tab in tabs:
        expect(tab.locator("[data-post]").filter(has_text="Mine too.")).to_have_count(1)
    assert len(lines.tabs) == 1

    leading = lines.tabs[0]
    leading.close()
    tabs.remove(leading)
    ben.reply("One went dark.")

    for tab in tabs:
        expect(tab.locator("[data-post]").filter(has_text="One went dark.")).to_have_count(1)
    assert len(lines.tabs) == 1
    assert lines.tabs[0] in tabs


def test_tabs_with_different_threads_hear_each_their_own(visitor: Arrive) -> None:
    asha = visitor("Asha")
    lines = Lines(asha)
    first = asha.start_thread("sleepless", "The left window", "Left.")
    other = asha.new_tab("/")
    second_author = visitor("Chen")
    second = second_author.start_thread("sleepless", "The right window", "Right.")
    other.goto(f"/threads/{second}/")
    ben = visitor("Ben")

    ben.open_thread(first).reply("For the left.")
    ben.open_thread(second).reply("For the right.")

    expect(asha.post("For the left.")).to_be_visible()
    expect(other.get_by_text("For the right.")).to_be_visible()
    assert len(lines.tabs) == 1


def test_an_open_page_sees_what_was_said_around_a_crash(visitor: Arrive, house: House) -> None:
    """The server is killed while Asha reads. It comes back, Ben writes at once, and her page catches up."""
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", "The power went", "And came back.")
    ben = visitor("Ben").open_thread(number)
    ben.reply("Before the dark.")
    expect(asha.post("Before the dark.")).to_be_visible()
    asha.marks_the_page()

    house.crash()
    try:
        ben.words.fill("While it was dark.")
        ben.press("Reply", within=ben.composer)
        ben.sees("We could not do that just now. Your words are still here.")
        expect(ben.words).to_have_value("While it was dark.")
    finally:
        house.open()
    ben.press("Reply", within=ben.composer)
    expect(ben.post("While it was dark.")).to_be_visible()
    ben.reply("And after it.")

    expect(asha.post("And after it.")).to_be_visible(timeout=60_000)
    expect(asha.post("While it was dark.")).to_have_count(1)
    assert [words.strip() for words in asha.page.locator("[data-post] .words").all_inner_texts()] == [
        "And came back.", "Before the dark.", "While it was dark.", "And after it.",
    ]  # fmt: skip
    assert asha.is_still_on_the_same_page


def test_the_stream_ends_when_the_member_signs_out(visitor: Arrive) -> None:
    """Signing out in one tab silences the other."""
    asha = visitor("Asha")
    lines = Lines(asha)
    number = asha.start_thread("sleepless", "Good night all", "Sleep well.")
    ben = visitor("Ben").open_thread(number)
    ben.reply("And you.")
    expect(asha.post("And you.")).to_be_visible()

    signing_out = asha.new_tab("/sign-out/")
    signing_out.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(signing_out.get_by_role("main").get_by_role("link", name="Sign in")).to_be_visible()
    ben.reply("Are you still there?")

    chen = visitor("Chen").open_thread(number)
    ben.reply("I think not.")
    expect(chen.post("I think not.")).to_be_visible()
    asha.sees_no("Are you still there?")
    assert lines.tabs == []
