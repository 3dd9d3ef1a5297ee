"""For every reader: small screens, large words, three languages, the keyboard, strong colours, and no motion."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.house import House
from tests.journeys.test_every_page import AXE, EVERYTHING
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]

PAGES = """
/ /spaces/ /spaces/grief/ /spaces/empty/ /spaces/grief/new/ /threads/{long}/ /threads/{covered}/
/posts/{ashas_post}/ /notices/ /search/?q=lighthouse /members/Ben/ /account/ /account/profile/ /help-now/?country=GB
/agreement/ /language/ /nowhere/
"""
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2
ARABIC = "اليوم كان أهدأ من الأمس، وكتبت إلى Ben في المساء"

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Whatever can be pressed and is no link within a sentence; a tick or a dot is pressed by its label.
TOO_SMALL = """
[...document.querySelectorAll("a, button, input, select, textarea, summary, label.tick")].filter((element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  if (!element.checkVisibility() || style.display === "inline") return false;
  if (element.closest(".visually-hidden, .early")) return false;
  if (element.matches("[type=checkbox], [type=radio]") && element.closest("label")) return false;
  return box.width > 0 && (box.width < 24 || box.height < 24);
}).map((element) => `${element.outerHTML.slice(0, 120)} ${JSON.stringify(element.getBoundingClientRect())}`)
"""
# Where the focus is, and whether any of it can be seen: bars that stay at the top and at the thumb must not cover it.
HIDDEN = """
(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const boxes = [...element.getClientRects()];
  const points = boxes.flatMap((box) => [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) =>
    [box.left + box.width * x, box.top + box.height * y])));
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element));
  });
  return seen ? "" : element.outerHTML.slice(0, 160);
})()
"""


def problems_of(page: Page) -> Iterator[str]:
    page.evaluate(AXE)
    if (wider := page.evaluate(WIDER)) > 0:
        yield f"{page.url}: {wider} px wider than the screen"
    for small in page.evaluate(TOO_SMALL):
        yield f"{page.url}: smaller than 24 px: {small}"
    page.set_viewport_size({"width": 320, "height": page.evaluate("document.documentElement.scrollHeight")})
    for problem in page.evaluate("options => axe.run(options)", EVERYTHING)["violations"]:
        for node in problem["nodes"]:
            yield f"{page.url}: {problem['id']} {node['html'][:200]} {node['failureSummary']}"


@pytest.mark.parametrize("language", ["ar", "es"])
def test_every_page_fits_a_small_screen_in_other_languages_too(
    visitor: Arrive, house: House, language: str
) -> None:
    """320 px is what is left of 1280 at 400 %."""
    asha = visitor("Asha", locale=language, viewport={"width": 320, "height": 640})
    problems = []

    for address in PAGES.format(**house.facts).split():
        asha.page.set_viewport_size({"width": 320, "height": 640})
        asha.go(address)
        assert asha.page.locator("html").get_attribute("lang") == language
        problems += problems_of(asha.page)

    assert problems == [], "\n".join(problems)


def test_very_long_words_and_largest_letters_fit_a_small_screen(visitor: Arrive, house: House) -> None:
    chen = visitor("Chen", viewport={"width": 320, "height": 640})
    number = chen.start_thread("sleepless", LONG_WORD[:100], f"{LONG_WORD}\n\n- {LONG_WORD}\n\n{ARABIC}")
    chen.reply(f"{LONG_WORD} https://example.org/{LONG_WORD}")

    for address in ("/", "/spaces/sleepless/", f"/threads/{number}/", f"/search/?q={LONG_WORD[:30]}"):
        chen.go(address)
        for size in ("normal", "largest"):
            chen.page.evaluate(f"document.documentElement.dataset.textSize = '{size}'")
            assert chen.page.evaluate(WIDER) <= 0, f"{address}, {size}"


def test_each_paragraph_runs_in_its_own_direction(visitor: Arrive) -> None:
    """An Arabic post on an English page, and an English one on an Arabic page, begin where they should."""
    ben = visitor("Ben")
    number = ben.start_thread("sleepless", "Two directions", f"{ARABIC}\n\nAnd a line from left to right.")

    def begins(person: Visitor, words: str) -> str:
        paragraph = person.page.get_by_text(words).first
        return paragraph.evaluate(
            """element => {
              const range = document.createRange();
              range.selectNodeContents(element);
              const words = range.getBoundingClientRect(), box = element.getBoundingClientRect();
              return Math.abs(words.right - box.right) < Math.abs(words.left - box.left) ? "right" : "left";
            }"""
        )

    assert (begins(ben, "اليوم كان"), begins(ben, "And a line")) == ("right", "left")
    reader = visitor("Chen", locale="ar").open_thread(number)
    assert (begins(reader, "اليوم كان"), begins(reader, "And a line")) == ("right", "left")
    assert reader.page.locator("html").get_attribute("dir") == "rtl"


def test_the_focus_is_never_covered_by_what_stays_on_the_screen(visitor: Arrive, house: House) -> None:
    """There with Tab and back with Shift and Tab, through a long thread on a phone."""
    asha = visitor("Asha", viewport={"width": 360, "height": 640}).open_thread(house.facts["long"])
    hidden = []

    for key in ("Tab", "Shift+Tab"):
        for _ in range(45):
            asha.page.keyboard.press(key)
            hidden.append(asha.page.evaluate(HIDDEN))
            if asha.page.evaluate("document.activeElement === document.body"):
                break

    assert [found for found in hidden if found] == []


def test_the_focus_stays_where_it_is_while_the_page_changes(visitor: Arrive, house: House) -> None:
    asha, ben = visitor("Asha"), visitor("Ben")
    number = ben.start_thread("sleepless", "Who is up", "I am.")
    asha.open_thread(number)
    asha.words.focus()
    asha.page.keyboard.type("Me")

    ben.reply("A reply that arrives meanwhile.")
    asha.sees("A reply that arrives meanwhile.")

    assert asha.page.evaluate("document.activeElement.id") == "id_body"
    expect(asha.words).to_have_value("Me")
    assert asha.page.evaluate(HIDDEN) == ""


def test_live_regions_are_polite_and_few(visitor: Arrive, house: House) -> None:
    asha = visitor("Asha").open_thread(house.facts["long"])

    regions = asha.page.locator("[aria-live], [role=status], [role=alert], [role=log]")

    assert regions.count() <= 6
    assert asha.page.locator("[aria-live=assertive], [role=alert]").count() == 0


def test_both_doors_stand_in_the_same_place_on_every_page(visitor: Arrive, house: House) -> None:
    asha = visitor("Asha")
    places: dict[str, Any] = {}

    for address in "/ /spaces/ /threads/{long}/ /account/ /help-now/ /agreement/ /nowhere/".format(
        **house.facts
    ).split():
        asha.go(address)
        doors = asha.page.locator("nav.doors > .care, nav.doors > .leave")
        assert doors.all_inner_texts() == ["Get help now", "Leave"]
        places[address] = [round(box["y"]) for door in doors.all() if (box := door.bounding_box())]

    heights = [height for found in places.values() for height in found]
    assert max(heights) - min(heights) <= 2, places


def test_in_strong_colours_every_control_has_an_edge(visitor: Arrive, house: House) -> None:
    asha = visitor("Asha", forced_colors="active").open_thread(house.facts["long"])

    edgeless = asha.page.evaluate(
        """[...document.querySelectorAll(".button, .card, .notice, input, textarea, select")]
          .filter((each) => each.checkVisibility() && each.type !== "radio" && each.type !== "checkbox")
          .filter((each) => getComputedStyle(each).borderTopWidth === "0px"
            && getComputedStyle(each).borderInlineStartWidth === "0px")
          .map((each) => each.outerHTML.slice(0, 120))"""
    )

    assert edgeless == []


def test_nothing_moves_for_who_asked_for_less_motion(visitor: Arrive, house: House) -> None:
    moving = """[...document.querySelectorAll("*")].filter((each) => {
      const style = getComputedStyle(each);
      const fades = style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
      return fades || style.animationName !== "none";
    }).length"""
    still = visitor("Asha").open_thread(house.facts["long"])
    lively = visitor("Ben", reduced_motion="no-preference").open_thread(house.facts["long"])

    assert still.page.evaluate(moving) == 0
    assert lively.page.evaluate(moving) > 0  # or this looks at the wrong thing
