"""Somebody to talk with now: three who wait, two who listen, and everybody told truly where they stand."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
TAKE = "Talk with whoever waits longest"


def test_three_wait_and_two_listen(visitor: Arrive) -> None:
    """Noor, Pavel and Tomas ask in this order, Tomas without scripts; Lena and Mo talk with one at a time."""
    noor, pavel, lena, mo = (visitor(name) for name in ("Noor", "Pavel", "Lena", "Mo"))
    tomas = visitor("Tomas", scripts=False)
    noor.go("/now/").sees("No listener is here right now.")
    for listener in (lena, mo):
        listener.go("/listening/")
        listener.press("Go on duty")
        listener.sees("Nobody waits")
    for member, before in (
        (noor, "You are the next."),
        (pavel, "1 person is before you."),
        (tomas, "2 people are"),
    ):
        member.go("/now/")
        member.page.get_by_label("Company").check()
        member.press("I agree, and would like to talk")
        member.sees(before)
    lena.sees("3 people wait")  # without a reload

    lena.press(TAKE)
    noor.page.wait_for_url("**/conversations/*/")  # her page goes there by itself
    pavel.sees("You are the next.")
    mo.press(TAKE)
    pavel.page.wait_for_url("**/conversations/*/")
    tomas.follow("Look again")
    tomas.sees("You are the next.")
    lena.sees("What would help them: Company.")
    lena.page.get_by_placeholder("Write to Noor").fill("Hello, I am here.")
    lena.press("Send")
    noor.sees("Hello, I am here.")
    mo.go("/listening/").sees("You talk with as many people as you wanted to at a time.")
    expect(mo.page.get_by_role("button", name=TAKE)).to_have_count(0)

    mo.go(pavel.page.url)
    mo.press("Ask whether to pass them on")
    pavel.sees("Would you like to go on with another listener?")  # without a reload
    pavel.press("No, thank you")
    mo.sees("They would rather not go on with somebody else.")
    noor.follow("End it")
    noor.press("End it")
    noor.follow("Two questions, if you like")
    noor.page.get_by_role("group", name="Did you feel heard?").get_by_label("Yes").check()
    noor.press("Save")
    noor.sees("Kept. Thank you for telling us.")

    lena.sees("This talk is over.")
    lena.follow("To those who wait")
    lena.press(TAKE)
    tomas.follow("Look again")
    tomas.page.wait_for_url("**/conversations/*/")
    tomas.sees("Somebody is here for you.")
    tomas.follow("End it")
    tomas.press("End it")
    pavel.follow("End it")
    pavel.press("End it")
    for listener in (lena, mo):
        listener.go("/rota/duty/end/")
        listener.press("Go off duty")
