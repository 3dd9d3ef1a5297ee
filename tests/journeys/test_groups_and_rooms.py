"""Three people in a group that two of them were asked into, and three in a room that is slow, and quiet for a while."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.test_conversations import Arrive, is_open, message, say
from tests.journeys.visitor import Visitor


def test_a_group_is_made_one_says_not_now_both_come_they_talk_and_one_leaves(visitor: Arrive) -> None:
    asha, inga, tomas = visitor("Asha"), visitor("Inga"), visitor("Tomas")
    asha.go("/conversations/").follow("Make a group")
    asha.page.get_by_label("What is the group called?").fill("Buses at dawn")
    asha.press("Make it")
    for name in ("Inga", "Tomas"):
        asha.page.get_by_label("Whom would you like to ask?").fill(name)
        asha.page.get_by_label("A few words to them").fill("There is room at the back.")
        asha.press("Send")
        asha.sees("Sent. If they would like to come")

    inga.go("/notices/").page.get_by_text("Asha asks you into a group").click()
    inga.sees("There is room at the back.")
    inga.press("Not now")
    asha.page.reload()
    asha.sees_no("Not now")
    inga.go("/conversations/").follow("Asha")
    inga.press("Yes, I would like to come")
    tomas.go("/notices/").page.get_by_text("Asha asks you into a group").click()
    tomas.press("Yes, I would like to come")

    asha.go("/conversations/").follow("Buses at dawn")
    for person in (asha, inga, tomas):
        is_open(person)
    say(inga, "Mine came on *time*.")
    for person in (asha, tomas):
        expect(message(person, "Mine came on time.")).to_be_visible()
        expect(message(person, "Mine came on time.").get_by_role("link", name="Inga")).to_be_visible()
    say(tomas, "I walked.")
    expect(message(inga, "I walked.")).to_be_visible()

    inga.page.locator("summary").filter(has_text="More").first.click()
    inga.follow("Leave this group")
    inga.press("Leave")
    inga.sees("You left the group.")
    expect(message(asha, "Mine came on time.")).to_be_visible()
    asha.go("/notices/")
    asha.sees_no("left the group")


def test_a_room_is_slow_and_quiet_when_somebody_asks_for_it(visitor: Arrive) -> None:
    mo, ben, noor = visitor("Mo"), visitor("Ben"), visitor("Noor", scripts=False)
    room = f"/conversations/{ben.house.facts['room']}/"
    ben.go("/spaces/anxiety/").page.get_by_role("link", name="Kitchen table").click()
    for person in (mo, ben):
        person.go(room)
        is_open(person)
    say(ben, "A slow evening.")
    expect(message(mo, "A slow evening.")).to_be_visible()
    say(ben, "And again")
    ben.sees("One waits a little between messages here.")
    expect(ben.page.locator("#id_body")).to_have_value("And again")

    ben.page.locator("#id_body").fill("")
    mo.page.locator("summary").filter(has_text="More").first.click()
    mo.press("Ask for quiet")
    ben.sees("The room is quiet for a while.")
    expect(ben.page.locator("#id_body")).to_have_count(0)
    say(mo, "Let us breathe for a minute.")
    expect(message(ben, "Let us breathe for a minute.")).to_be_visible()
    _take_down(mo, "A slow evening.")
    expect(ben.page.get_by_text("A moderator took this down.")).to_be_visible()
    mo.go(room).page.locator("summary").filter(has_text="More").first.click()
    mo.press("Let the room go on")

    noor.go(room)
    say(noor, "Without any script.")
    expect(message(noor, "Without any script.")).to_be_visible()
    expect(message(ben, "Without any script.")).to_be_visible()


def test_the_first_words_in_a_room_take_the_place_of_what_said_that_there_are_none(visitor: Arrive) -> None:
    mo, ben = visitor("Mo"), visitor("Ben")
    for person in (mo, ben):
        person.go(f"/conversations/{ben.house.facts['quiet_room']}/")
        is_open(person)
        person.sees("Nobody has said anything yet")
    say(ben, "Good evening.")

    for person in (mo, ben):
        expect(message(person, "Good evening.")).to_be_visible()
        person.sees_no("Nobody has said anything yet")


def test_a_room_opens_and_closes_by_the_clock_in_pages_that_are_open(visitor: Arrive, house: House) -> None:
    """Ben sits in front of a shut room; nobody presses anything, and at its hour there is the box to write in.

    His browser's clock is put forward, and the room's hours as if the house's were too.
    """
    ben = visitor("Ben")
    ben.page.clock.install()
    _opens(house, in_hours=2)
    ben.go(f"/conversations/{house.facts['by_the_clock']}/").sees("The room opens:")
    expect(ben.page.locator("#id_body")).to_have_count(0)

    _opens(house, in_hours=-1)
    ben.page.clock.fast_forward("02:01:00")
    ben.sees("Open until")
    expect(ben.page.locator("#id_body")).to_be_visible()

    ben.page.locator("#id_body").fill("I had just begun")
    _opens(house, in_hours=2)
    ben.page.clock.fast_forward("01:01:00")
    ben.sees("The room opens:")
    expect(ben.page.locator("#id_body")).to_have_value("I had just begun")


def _opens(house: House, *, in_hours: int) -> None:
    """Have the room open in so many hours from now, for two hours."""
    opens = datetime.now(UTC) + timedelta(hours=in_hours)
    hours = (f"{opens:%H:%M:%S}", f"{opens + timedelta(hours=2):%H:%M:%S}", house.facts["by_the_clock"])
    with closing(sqlite3.connect(house.folder / "hearthside.sqlite3", timeout=20)) as database, database:
        database.execute(
            "UPDATE chat_room SET opens_at = ?, closes_at = ?, time_zone = 'UTC' WHERE conversation_id = ?",
            hours,
        )


def _take_down(mo: Visitor, words: str) -> None:
    message(mo, words).locator("summary").click()
    message(mo, words).get_by_role("link", name="Take it down").click()
    mo.main.get_by_role("radio").first.check()
    mo.page.get_by_label("Your reasons, as they will read them").fill("We keep the evening light here.")
    mo.press("Take it down")
    mo.sees("Done. Whoever wrote it is told why.")
