"""The safety desk with the keyboard alone, found by role and name as a screen reader finds it."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.test_every_page import problems_of
from tests.journeys.test_keyboard import tab_to
from tests.journeys.test_safety_desk import report
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
KEYS = ("next, previous case", "open it", "take it", "come to this list")
A_DESK = {"width": 1280, "height": 800}


def into_main(person: Visitor) -> None:
    """Skip what stands around the main part, as somebody does who knows the place."""
    tab_to(person, person.page.get_by_role("link", name="Skip to the main part"))
    person.page.keyboard.press("Enter")


def fill(person: Visitor, field: Locator, words: str) -> None:
    tab_to(person, field)
    person.page.keyboard.type(words)


def press(person: Visitor, button: Locator, key: str = "Enter") -> None:
    tab_to(person, button)
    person.page.keyboard.press(key)


def has_no_problems(person: Visitor) -> None:
    assert list(problems_of(person.page)) == []
    person.page.set_viewport_size(A_DESK)
    person.page.emulate_media(color_scheme="light")


def new_case(person: Visitor, known: list[str]) -> str:
    """Wait for a case that was not in the list before, and return its number."""
    find = f"() => [...document.querySelectorAll('[data-case]')].find((row) => !{known}.includes(row.dataset.case))"
    return str(person.page.wait_for_function(find).evaluate("(row) => row.dataset.case"))


def take_with_a_key(person: Visitor, case: str) -> None:
    """Go down the list with j to this case, and take it with c."""
    for _ in range(40):
        person.page.keyboard.press("j")
        if person.page.evaluate("document.activeElement.closest('[data-case]')?.dataset.case") == case:
            break
    person.page.keyboard.press("c")
    person.sees("you have it")


def keys_can_be_switched_off(person: Visitor) -> None:
    switch = person.page.get_by_role("button", name="Use these keys")
    for is_on in (False, True):
        press(person, switch, "Space")
        expect(switch).to_have_attribute("aria-pressed", str(is_on).lower())
        person.page.keyboard.press("j")
        assert switch.evaluate("(button) => button === document.activeElement") is not is_on


def ask_somebody(person: Visitor, what: str, *, button: str, words: str) -> None:
    """Open one of the ways to a colleague, choose Olu and leave a note."""
    part = person.main.get_by_role("group").filter(has=person.page.locator("summary", has_text=what))
    press(person, part.locator("summary"))
    fill(person, part.get_by_role("combobox"), "Olu")
    expect(part.get_by_role("combobox")).to_have_value("Olu")
    fill(person, part.get_by_role("textbox"), words)
    press(person, part.get_by_role("button", name=button, exact=True))


def test_a_case_from_its_coming_to_its_decision(visitor: Arrive) -> None:
    asha, ben, mo = (visitor(name) for name in ("Asha", "Ben", "Mo"))
    thread = asha.start_thread("grief", "On the towpath", "The teasel words.")
    mo.go("/desk/")
    known = mo.page.locator("[data-case]").evaluate_all("(rows) => rows.map((row) => row.dataset.case)")
    ben.open_thread(thread)
    report(ben, "The teasel words.", "I'm worried about this person")
    case = new_case(mo, known)
    row = mo.page.locator(f"[data-case='{case}']").filter(has_text="worried")
    expect(row.get_by_role("button", name="Take it: A thread by Asha")).to_be_visible()
    expect(mo.page.get_by_role("status").filter(has_text="The list has changed.")).to_have_count(1)

    mo.page.keyboard.press("?")
    expect(mo.page.locator(".keys")).to_be_focused()
    for does in KEYS:
        expect(mo.page.locator(".keys")).to_contain_text(does)
    has_no_problems(mo)
    keys_can_be_switched_off(mo)
    take_with_a_key(mo, case)

    main = mo.main
    into_main(mo)
    press(mo, main.get_by_role("button", name="Done: Read the whole thread"))
    expect(main.get_by_role("button", name="Not done after all: Read the whole thread")).to_be_visible()
    has_no_problems(mo)
    into_main(mo)
    fill(mo, main.get_by_role("textbox", name="Your answer"), "I read you. Are you safe tonight?")
    press(mo, main.get_by_role("button", name="Send the answer"))
    mo.sees("answered them")
    into_main(mo)
    ask_somebody(mo, "A second pair of eyes", button="Ask", words="Would you look along?")
    mo.sees("asked Olu to look along")
    into_main(mo)
    ask_somebody(mo, "Hand it over", button="Hand it over", words="I have to go.")
    mo.sees("handed it over to Olu")
    into_main(mo)
    press(mo, main.get_by_role("button", name="Take it"))
    mo.sees("you have it")

    into_main(mo)
    press(mo, main.get_by_role("radio").first, "Space")
    for _ in range(2):
        mo.page.keyboard.press("ArrowDown")
    expect(main.get_by_role("radio", name="Somebody talked with them")).to_be_checked()
    press(mo, main.get_by_role("button", name="Decide"))
    expect(main.get_by_role("heading", name="What was decided")).to_be_visible()
    has_no_problems(mo)
    asha.open_thread(thread).sees("Are you safe tonight?")
