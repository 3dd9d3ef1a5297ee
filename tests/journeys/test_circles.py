"""A whole circle: one who holds it without a mouse, one who needs help and is followed up, one without scripts."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys.house import House
from tests.journeys.test_conversations import message, say
from tests.journeys.test_every_page import problems_of
from tests.journeys.test_keyboard import tab_to
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def panel(person: Visitor) -> Locator:
    return person.page.locator("[data-circle]")


def button(person: Visitor, label: str) -> Locator:
    return person.main.get_by_role("button", name=label, exact=True)


def press_by_key(person: Visitor, target: Locator) -> None:
    """Reach something with the Tab key, beginning at the top of the circle's part, and press it."""
    if panel(person).count():
        panel(person).locator("h2").first.focus()
    tab_to(person, target)
    person.page.keyboard.press("Enter")


def test_a_circle_is_held_by_keyboard_and_whoever_leaves_in_distress_is_followed_up(
    visitor: Arrive, house: House
) -> None:
    mo, noor, tomas = visitor("Mo"), visitor("Noor"), visitor("Tomas", scripts=False)
    door = f"/circles/{house.facts['circle']}/room/"
    noor.go(door).sees("The room is not open yet.")
    _prepare_and_open(mo, house, door)
    _arrive(noor, tomas, door)
    _go_around(mo, noor, tomas)
    _ask_for_help(mo, noor, tomas)
    _close_by_key(mo, noor, tomas)
    _follow_up(mo, noor)
    assert not [each for person in (mo, noor) for each in person.complaints]


def _prepare_and_open(mo: Visitor, house: House, door: str) -> None:
    mo.go(f"/circles/{house.facts['circle']}/prepare/").sees("Tomas")
    press_by_key(mo, mo.page.get_by_label("Notes to yourself"))
    mo.page.keyboard.type("Breathe, then begin.")
    press_by_key(mo, button(mo, "Save"))
    mo.sees("Saved.")
    problems = list(problems_of(mo.page))
    mo.page.set_viewport_size({"width": 1280, "height": 800})
    mo.go(door)
    press_by_key(mo, button(mo, "Open the room"))
    press_by_key(mo, button(mo, "Come in"))
    expect(panel(mo)).to_contain_text("People arrive.")
    assert not problems, problems


def _arrive(noor: Visitor, tomas: Visitor, door: str) -> None:
    """Noor's page goes on by itself when the room opens; she is there under her name of the group."""
    expect(button(noor, "Come in")).to_be_visible()
    noor.page.get_by_label("In a word").fill("tired")
    noor.page.get_by_label("As a colour").select_option("blue")
    noor.page.get_by_label("As a number").select_option("1")
    noor.press("Come in")
    expect(panel(noor)).to_contain_text("People arrive.")
    tomas.go(door)
    tomas.press("Come in")
    tomas.page.locator("#circle-people summary").click()
    expect(panel(tomas)).to_contain_text("tired")
    expect(panel(tomas)).not_to_contain_text("Noor")


def _go_around(mo: Visitor, noor: Visitor, tomas: Visitor) -> None:
    press_by_key(mo, panel(mo).locator("#circle-hold > summary"))
    press_by_key(mo, panel(mo).locator("#hold-round"))
    expect(panel(mo)).to_contain_text("It is your turn.")
    say(noor, "Not yet mine.")
    noor.sees("Somebody else has the word just now.")
    expect(noor.page.locator("#id_body")).to_have_value("Not yet mine.")
    noor.page.locator("#id_body").fill("")
    press_by_key(mo, panel(mo).locator("#turn-spoke"))
    expect(panel(noor)).to_contain_text("It is your turn.")
    assert panel(mo).evaluate("one => one.contains(document.activeElement)"), "The focus is lost."
    noor.press("Come back to me later")
    expect(panel(mo)).to_contain_text("Tomas has the word.")
    tomas.page.reload()
    tomas.sees("It is your turn.")
    say(tomas, "I walked by the sea.")
    tomas.press("I have finished")
    expect(message(noor, "I walked by the sea.")).to_be_visible()
    expect(panel(noor)).to_contain_text("It is your turn.")
    say(noor, "Mine was long.")
    expect(message(mo, "Mine was long.")).to_be_visible()
    noor.press("I have finished")
    expect(panel(mo)).to_contain_text("Everybody has had a turn.")


def _ask_for_help(mo: Visitor, noor: Visitor, tomas: Visitor) -> None:
    noor.follow("I need help")
    expect(noor.page.get_by_label("What would help you?")).to_be_visible()
    assert not list(problems_of(noor.page))
    noor.page.get_by_label("What would help you?").fill("Somebody to talk to for a minute.")
    noor.press("Let them know")
    expect(panel(mo)).to_contain_text("Somebody to talk to for a minute.")
    _look_at(mo, noor)
    press_by_key(mo, panel(mo).get_by_role("button", name="A side room with you").first)
    noor.follow("Go there")
    noor.sees("This is beside the circle, for the two of you.")
    say(noor, "Thank you for coming.")
    press_by_key(mo, panel(mo).get_by_role("link", name="Go there"))
    expect(message(mo, "Thank you for coming.")).to_be_visible()
    noor.press("Back to the circle")
    expect(panel(noor)).to_be_visible()
    tomas.page.reload()
    tomas.sees_no("Somebody to talk to for a minute.")


def _close_by_key(mo: Visitor, noor: Visitor, tomas: Visitor) -> None:
    expect(panel(mo)).to_be_visible()  # she went back, so his page of the side room did too
    noor.follow("Leave the circle")
    expect(noor.page.get_by_label("It was too much for me")).to_be_visible()
    assert not list(problems_of(noor.page))
    noor.page.get_by_label("It was too much for me").check()
    noor.press("Leave the circle")
    noor.sees("It was right to go when it was too much.")
    assert not list(problems_of(noor.page))
    press_by_key(mo, panel(mo).locator("#circle-hold > summary"))
    press_by_key(mo, panel(mo).locator("#hold-closing"))
    expect(panel(mo)).to_contain_text("It is your turn.")
    press_by_key(mo, panel(mo).locator("#turn-spoke"))
    expect(panel(mo)).to_contain_text("Tomas has the word.")
    tomas.page.reload()
    tomas.press("Pass")
    tomas.follow("Say how I go")
    tomas.page.get_by_label("As a number").select_option("5")
    tomas.press("Say it")
    expect(panel(mo)).to_contain_text("The closing round is over.")
    press_by_key(mo, panel(mo).locator("#hold-close"))
    press_by_key(mo, button(mo, "Close the circle"))
    expect(mo.page.get_by_role("heading", name="The record of a circle")).to_be_visible()
    assert not list(problems_of(mo.page))
    mo.page.set_viewport_size({"width": 1280, "height": 800})
    press_by_key(mo, button(mo, "Close the record"))
    mo.sees("It holds no names.")


def _follow_up(mo: Visitor, noor: Visitor) -> None:
    """Mo, who held the circle and works at the desk, is asked to hear how she is; she reads it and answers."""
    mo.proves_it()
    mo.go("/desk/").page.get_by_role("link", name="after a circle").first.click()
    mo.press("Take it")
    mo.page.get_by_label("Your answer").fill("I thought of you on the way home.")
    mo.press("Send the answer")
    noor.go("/notices/").page.get_by_text("Somebody wrote to you, to hear how you are.").click()
    noor.sees("I thought of you on the way home.")
    assert not list(problems_of(noor.page))
    noor.press("I am all right now")
    noor.sees("Thank you for saying so.")


def _look_at(*people: Visitor) -> None:
    """Have axe look at the circle as it stands, and keep a picture of it where somebody wants one."""
    for person in people:
        problems = list(problems_of(person.page))
        for width, height in ((360, 780), (1280, 800)):
            person.page.set_viewport_size({"width": width, "height": height})
            person.page.emulate_media(color_scheme="light")
            if folder := os.environ.get("CIRCLE_PICTURES"):
                person.page.screenshot(path=Path(folder) / f"{person.name}-{width}.png", full_page=True)
        assert not problems, problems
