"""Everything a person needs, with scripts off."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.community import PASSPHRASE
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def test_joining_and_writing_with_scripts_off(visitor: Arrive) -> None:
    """A newcomer takes a suggested name with a plain button, joins, and posts."""
    newcomer = visitor(scripts=False)
    newcomer.go("/")
    newcomer.follow("Join")
    newcomer.page.locator("[aria-labelledby=suggestions] button").first.click()
    name = newcomer.page.get_by_label("A name to be known by").input_value()
    assert name
    newcomer.page.get_by_label("A passphrase", exact=True).fill(PASSPHRASE)
    newcomer.page.get_by_label("I am 18 or older").check()
    newcomer.page.get_by_label("I will keep to this agreement").check()
    newcomer.press("Join")
    newcomer.press("I kept them")
    newcomer.follow("Go on")
    expect(newcomer.page.get_by_role("heading", name=f"Good to see you, {name}")).to_be_visible()

    number = newcomer.start_thread("sleepless", "No scripts tonight", "The phone is old.")

    ben = visitor("Ben", scripts=False).open_thread(number)
    ben.reply("So is mine, and it still writes.")
    newcomer.page.reload()
    newcomer.sees("So is mine, and it still writes.")
    newcomer.go("/notices/")
    newcomer.sees("Ben replied in “No scripts tonight”")


def test_quoting_supporting_and_changing_words_with_scripts_off(visitor: Arrive) -> None:
    asha = visitor("Asha", scripts=False)
    number = asha.start_thread("sleepless", "Paper boats", "I fold one each night. They line the sill.")
    ben = visitor("Ben", scripts=False).open_thread(number)

    opening = ben.post("I fold one each night.")
    ben.press("With you", within=opening)
    expect(ben.post("I fold one").get_by_role("button", name="With you", pressed=True)).to_be_visible()
    ben.follow("Quote", within=ben.post("I fold one"))
    ben.page.get_by_label("The passage you answer").fill("They line the sill.")
    ben.reply("A whole harbour, then.")
    expect(ben.post("A whole harbour").locator("blockquote")).to_contain_text("They line the sill.")

    asha.page.reload()
    asha.page.get_by_text("Who answered with a press").click()
    asha.sees("Ben: With you")
    asha.follow("Edit", within=asha.post("I fold one"))
    asha.page.get_by_label("Your words").fill("I fold two each night. They line the sill.")
    asha.press("Save")
    asha.sees("I fold two each night.")
    asha.sees("edited")


def test_blocking_and_taking_it_back_with_scripts_off(visitor: Arrive) -> None:
    tomas = visitor("Tomas", scripts=False)
    number = tomas.start_thread("sleepless", "Toast at midnight", "With honey.")
    yuki = visitor("Yuki", scripts=False).open_thread(number)

    yuki.follow("Tomas", within=yuki.post("With honey."))
    yuki.follow("Block")
    yuki.press("Block")

    yuki.sees("You won't see each other here any more. They are not told.")
    assert yuki.search("toast honey") == []
    assert yuki.open_thread(number).page.get_by_role("heading", level=1).inner_text() != "Toast at midnight"

    yuki.go("/account/")
    yuki.press("Unblock: Tomas")
    assert yuki.search("toast honey") == ["Toast at midnight"]


def test_a_content_note_opens_with_scripts_off(visitor: Arrive, house: House) -> None:
    chen = visitor("Chen", scripts=False).open_thread(house.facts["covered"])
    expect(chen.page.get_by_text("The covered words.")).to_be_hidden()

    chen.page.get_by_text("Show it").first.click()

    chen.sees("The covered words.")


def test_words_survive_an_expired_session_with_scripts_off(visitor: Arrive, house: House) -> None:
    """The session is over when Reply is pressed: the sign-in page holds the words, and then sends them."""
    asha = visitor("Asha", scripts=False)
    asha.start_thread("sleepless", "A long letter", "It begins here.")
    asha.words.fill("I wrote for an hour & nothing may be lost: “not one word”.\nNot two.")
    asha.context.clear_cookies(name="session")

    asha.press("Reply", within=asha.composer)

    asha.sees("Your words are still here")
    expect(asha.page.get_by_label("What you wrote")).to_have_value(
        "I wrote for an hour & nothing may be lost: “not one word”.\nNot two."
    )
    asha.give_name_and_passphrase("Asha")
    asha.press("Send them")
    expect(asha.page.get_by_role("heading", name="A long letter")).to_be_visible()
    expect(asha.post("not one word")).to_have_count(1)
