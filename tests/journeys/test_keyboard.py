"""Through the keyboard alone."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.community import PASSPHRASE
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
MOST_STOPS = 60


def tab_to(person: Visitor, target: Locator) -> None:
    """Press Tab until the target has the focus, as long as a patient person would; every stop shows where it is."""
    for _ in range(MOST_STOPS):
        person.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate(
                "element => getComputedStyle(element).outlineStyle !== 'none' && element.matches(':focus-visible')"
            ), "The focus cannot be seen here."
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"{target} is not within {MOST_STOPS} stops of the Tab key.")


def test_signing_in_finding_a_thread_replying_and_leaving(visitor: Arrive, house: House) -> None:
    """Not once does a hand leave the keyboard."""
    asha = visitor().go("/")
    page, keys = asha.page, asha.page.keyboard
    tab_to(asha, asha.main.get_by_role("link", name="Sign in"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    tab_to(asha, asha.main.locator("[name=name]"))
    keys.type("Asha")
    tab_to(asha, asha.main.locator("[name=passphrase]"))
    keys.type(PASSPHRASE)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Good to see you, Asha")).to_be_visible()

    tab_to(asha, page.get_by_role("searchbox"))
    keys.type("river evening")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Search")).to_be_visible()
    tab_to(asha, page.get_by_role("link", name="Skip to the main part"))
    keys.press("Enter")
    tab_to(asha, asha.main.get_by_role("link", name="Sundays without her").first)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Sundays without her")).to_be_visible()

    asha.go("/threads/{closed}/".format(**house.facts)).go("/spaces/sleepless/new/")
    tab_to(asha, page.get_by_label("A few words for the top"))
    keys.type("Written without a mouse")
    tab_to(asha, page.get_by_label("Your words"))
    keys.type("Only keys.")
    tab_to(asha, asha.main.get_by_role("button", name="Post"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Written without a mouse")).to_be_visible()
    tab_to(asha, asha.words)
    keys.type("And a reply.")
    tab_to(asha, asha.composer.get_by_role("button", name="Reply"))
    keys.press("Space")
    expect(asha.post("And a reply.")).to_be_visible()
    expect(asha.words).to_have_value("")
    assert page.evaluate("document.activeElement !== document.body"), "The focus is lost after replying."

    page.reload()
    tab_to(asha, page.get_by_role("link", name="Leave this page now"))
    keys.press("Enter")
    page.wait_for_url(house.leave_url)


def test_a_covered_post_opens_and_a_press_is_made_with_keys(visitor: Arrive, house: House) -> None:
    lena = visitor("Lena").open_thread(house.facts["covered"])
    lena.page.locator("#main").focus()
    tab_to(lena, lena.page.locator("details.cover summary"))
    lena.page.keyboard.press("Enter")
    lena.sees("The covered words.")

    tab_to(lena, lena.main.get_by_role("button", name="With you").first)
    lena.page.keyboard.press("Enter")

    pressed = lena.main.get_by_role("button", name="With you", pressed=True)
    expect(pressed).to_be_visible()
    expect(pressed).to_be_focused()
    lena.sees("The covered words.")
