"""A shift from its planning to its end, with a case that is handed over as its holder goes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.test_safety_desk import report
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
NOBODY = "No listener or moderator is here right now."


def test_a_shift_with_a_hand_over(visitor: Arrive) -> None:
    """Olu plans, Mo takes the shift, is on duty, and leaves a case to Olu; people are told truly throughout."""
    chen, ben, mo, olu = (visitor(name) for name in ("Chen", "Ben", "Mo", "Olu"))
    now = datetime.now(UTC)
    olu.go("/operator/rota/")
    olu.page.get_by_label("What for").select_option("desk")
    olu.page.get_by_label("Day").fill(f"{now:%Y-%m-%d}")
    olu.page.get_by_label("Begins").fill(f"{now:%H:%M}")
    olu.page.get_by_label("Ends").fill(f"{now + timedelta(hours=2):%H:%M}")
    olu.press("Plan it")
    olu.sees("Planned. Helpers can sign up now.")
    thread = chen.start_thread("grief", "Under the lime tree", "The anemone words.")
    chen.sees(NOBODY)

    mo.go("/rota/")
    mo.press("Sign up")
    mo.sees("You are down for this")
    mo.press("Go on duty")
    mo.sees("You are on duty until")
    expect(mo.page.locator("[data-duty]")).to_contain_text(f"{(now + timedelta(hours=2)):%M}")
    ben.open_thread(thread)
    report(ben, "The anemone words.", "I'm worried about this person")
    mo.go("/desk/")
    mo.page.locator("[data-case]").filter(has_text="A thread by Chen").get_by_role("button").click()
    mo.sees("Give it back")

    mo.go("/desk/").follow("Go off duty")
    mo.page.get_by_label("Hand it to").select_option("Olu")
    mo.page.get_by_label("What they should know").fill("He has not answered yet.")
    mo.press("Go off duty")
    mo.sees("what you had is with others now")

    olu.go("/notices/").sees("A colleague asks you to look at something")
    olu.go("/desk/?show=mine")
    olu.page.locator("[data-case]").filter(has_text="A thread by Chen").get_by_role("link").first.click()
    olu.sees("He has not answered yet.")
    olu.press("Take it")
    olu.sees("Give it back")
    olu.press("Give it back")
