"""Writing, and being answered, while the page stays open."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def test_a_newcomer_writes_a_first_thread_and_is_answered_while_they_watch(visitor: Arrive) -> None:
    """Somebody joins under a suggested name, finds a space, writes; a second person's reply simply appears."""
    newcomer = visitor()
    name = newcomer.join()
    newcomer.follow("Find a space to write in")
    newcomer.follow("Awake at night")
    newcomer.follow("Start a thread")
    newcomer.page.get_by_label("A few words for the top").fill("Awake again")
    newcomer.page.get_by_label("Your words").fill("It is four and I am counting cars.")
    newcomer.page.get_by_label("Company").check()
    newcomer.press("Post")
    expect(newcomer.page.get_by_role("heading", name="Awake again")).to_be_visible()
    newcomer.marks_the_page()

    ben = visitor("Ben").open_thread(newcomer.thread_number)
    ben.sees("would like some company")
    ben.words.press_sequentially("I count them too")
    newcomer.sees("Someone is writing.")
    ben.reply("I count them too. Nine so far.")

    answer = newcomer.post("I count them too. Nine so far.")
    expect(answer).to_be_visible()
    expect(answer.get_by_role("link", name="Ben")).to_be_visible()
    expect(newcomer.page.get_by_text("Someone is writing.")).to_have_count(0)
    assert newcomer.is_still_on_the_same_page
    expect(ben.page.get_by_role("link", name=name, exact=True).first).to_be_visible()


def test_an_edit_and_a_removal_are_seen_by_whoever_is_reading(visitor: Arrive) -> None:
    """Ben mends his reply and then takes it back; Asha's open page follows."""
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", "The kettle at night", "Does yours whistle too?")
    asha.marks_the_page()
    ben = visitor("Ben").open_thread(number)
    reply = ben.reply("It does, adn loudly.")
    expect(asha.post("It does, adn loudly.")).to_be_visible()

    ben.follow("Edit", within=reply)
    ben.page.get_by_label("Your words").fill("It does, and loudly.")
    ben.press("Save")

    mended = asha.post("It does, and loudly.")
    expect(mended).to_be_visible()
    expect(mended.get_by_text("edited")).to_be_visible()
    expect(asha.post("adn")).to_have_count(0)

    ben.follow("More", within=ben.post("It does, and loudly."))
    ben.follow("Remove")
    ben.press("Remove")

    asha.sees("This reply was removed by its author.")
    expect(asha.post("loudly")).to_have_count(0)
    assert asha.is_still_on_the_same_page


def test_support_is_told_to_the_author_and_to_nobody_else(visitor: Arrive) -> None:
    """Asha presses under Ben's reply. Ben sees who it was without a reload; Chen, who reads along, sees nothing."""
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", "Rain on the roof", "It helps a little.")
    ben = visitor("Ben").open_thread(number)
    ben.reply("Rain is good company.")
    chen = visitor("Chen").open_thread(number)
    ben.marks_the_page()

    pressed = asha.post("Rain is good company.")
    asha.press("I hear you", within=pressed)

    expect(pressed.get_by_role("button", name="I hear you", pressed=True)).to_be_visible()
    told = ben.post("Rain is good company.").get_by_text("Who answered with a press")
    told.click()
    ben.sees("Asha: I hear you")
    assert ben.is_still_on_the_same_page
    # A reply written after the press has arrived, so whatever the press would have changed has arrived too.
    ben.reply("And thunder is not.")
    expect(chen.post("And thunder is not.")).to_be_visible()
    expect(chen.page.get_by_text("Who answered with a press")).to_have_count(0)
    expect(chen.page.locator("[aria-pressed=true]")).to_have_count(0)
    assert chen.requests_for("/fragment/") == []


def test_the_notice_dot_appears_on_whatever_page_is_open(visitor: Arrive) -> None:
    """Asha is looking around when somebody answers her."""
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", "The last bus", "I always miss it.")
    asha.go("/notices/")
    for button in asha.main.get_by_role("button", name="Mark all as read").all():
        button.click()
    places = {path: asha.new_tab(path) for path in ("/", "/spaces/anxiety/", f"/threads/{number}/")}
    for page in places.values():
        expect(page.locator("nav.rail a[href='/notices/'] .new")).to_have_count(0)

    visitor("Ben").open_thread(number).reply("So do I, and then I walk.")

    for path, page in places.items():
        expect(page.locator("nav.rail a[href='/notices/'] .new"), path).to_be_visible()
    asha.go("/notices/")
    asha.sees("Ben replied in “The last bus”")
