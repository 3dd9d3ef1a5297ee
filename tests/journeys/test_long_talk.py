"""Two who have talked for years: one goes back to the beginning and on again, and the page stays small and still."""

from playwright.sync_api import Locator, expect

from tests.journeys.house import House
from tests.journeys.talks import LONG
from tests.journeys.test_conversations import Arrive, is_open, message, say
from tests.journeys.visitor import Visitor

MOST_ROWS = 300
# Presses it, and returns by how many pixels what was read has moved once other messages are there.
PRESS = """async (link) => {
  const rows = () => [...document.querySelectorAll("[data-message]")];
  link.scrollIntoView({ block: "center" });
  const ends = () => [rows()[0].id, rows().at(-1).id].join();
  const before = ends();
  const read = rows().map((row) => [Math.abs(row.getBoundingClientRect().top - innerHeight / 2), row])
    .sort(([one], [other]) => one - other)[0][1];
  const stood = read.getBoundingClientRect().top;
  link.click();
  const begun = performance.now();
  while (ends() === before && performance.now() - begun < 15000) await new Promise(requestAnimationFrame);
  if (ends() === before) throw new Error(`nothing came: ${document.body.innerText.slice(0, 300)}`);
  await new Promise((soon) => requestAnimationFrame(() => requestAnimationFrame(soon)));
  return Math.abs(read.getBoundingClientRect().top - stood);
}"""


def numbers(person: Visitor) -> list[int]:
    return person.page.locator("[data-message]").evaluate_all("all => all.map(one => +one.dataset.message)")


def pressed_until_it_is_gone(person: Visitor, way: Locator) -> None:
    while way.is_visible():
        assert way.evaluate(PRESS) <= 1
        assert len(numbers(person)) <= MOST_ROWS


def test_one_goes_back_to_the_beginning_and_on_to_the_newest(visitor: Arrive, house: House) -> None:
    inga, pavel = visitor("Inga"), visitor("Pavel")
    for person in (inga, pavel):
        person.go(f"/conversations/{house.facts['long_talk']}/")
        is_open(person)
    inga.marks_the_page()
    newest = numbers(inga)
    pressed_until_it_is_gone(inga, inga.main.locator("[data-earlier]"))
    inga.sees("This is where you began.")
    expect(message(inga, "Evening 0.")).to_have_count(1)
    oldest = numbers(inga)

    say(pavel, "The newest of all.")
    inga.page.wait_for_timeout(500)
    assert numbers(inga) == oldest  # not put in where it does not belong
    pressed_until_it_is_gone(inga, inga.main.locator("[data-later]"))
    expect(message(inga, "The newest of all.")).to_be_visible()
    say(pavel, "And one more.")
    expect(message(inga, "And one more.")).to_be_visible()
    shown = numbers(inga)
    assert shown == sorted(set(shown))
    assert set(newest) <= set(shown)
    assert inga.is_still_on_the_same_page
    assert len(set(oldest) | set(shown) | set(newest)) >= LONG - MOST_ROWS


def test_what_is_written_while_the_newest_are_out_of_sight_is_sent_once(
    visitor: Arrive, house: House
) -> None:
    inga = visitor("Inga").go(f"/conversations/{house.facts['long_talk']}/")
    earlier = inga.main.locator("[data-earlier]")
    for _ in range(6):
        earlier.evaluate(PRESS)
    expect(inga.main.locator("[data-later]")).to_be_visible()
    say(inga, "From far back.")

    expect(message(inga, "From far back.")).to_have_count(1)
    expect(inga.page.locator("[data-pending]")).to_have_count(0)
    expect(inga.main.locator("[data-later]")).to_be_hidden()
