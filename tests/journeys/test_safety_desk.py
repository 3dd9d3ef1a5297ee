"""A report and what became of it, told on both sides; and two people at the desk who want the same case."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def report(person: Visitor, words: str, reason: str) -> None:
    """Report the post with these words in the open thread."""
    person.follow("Report", within=person.post(words))
    person.page.get_by_label(reason).check()
    person.page.get_by_label("Anything you would like to add").fill("Please have a look.")
    person.press("Send")
    expect(person.page.get_by_role("heading", name="What you told us")).to_be_visible()


def _open_case(person: Visitor, line: str) -> None:
    person.go("/desk/")
    person.follow(line)
    expect(person.page.get_by_role("heading", name=line, level=1)).to_be_visible()


def test_a_report_is_decided_told_appealed_and_put_back(visitor: Arrive) -> None:
    asha, ben, mo, olu = (visitor(name) for name in ("Asha", "Ben", "Mo", "Olu"))
    thread = asha.start_thread("grief", "At the harbour wall", "The crocus words.")
    ben.open_thread(thread)
    report(ben, "The crocus words.", "It needs a content note")
    assert "It waits for a person" in ben.main.inner_text()

    _open_case(mo, "A thread by Asha")
    mo.press("Take it")
    mo.page.get_by_label("Taken down").check()
    mo.page.get_by_label("Your reasons, as they will read them").fill("It should have a note first.")
    mo.press("Decide")
    mo.sees("What was decided")

    ben.go("/account/reports/").sees("took it down")
    asha.go("/notices/")
    asha.page.get_by_role("link", name="People running this place decided something").first.click()
    asha.sees("It should have a note first.")
    asha.page.get_by_label("Why you see it otherwise").fill("I will add one.")
    asha.press("Ask for another look")
    asha.sees("Somebody else than the person who decided")

    mo.go("/desk/")
    mo.sees_no("The decision “Taken down”")
    _open_case(olu, "The decision “Taken down”")
    olu.press("Take it")
    olu.page.get_by_label("The decision was taken back").check()
    olu.page.get_by_label("Your answer, as they will read it").fill("Thank you, that is enough.")
    olu.press("Decide")
    olu.sees("closed")

    asha.page.reload()
    asha.sees("Thank you, that is enough.")
    ben.open_thread(thread).sees("The crocus words.")


COUNT_TONES = """() => {
  window.tones = 0;
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };
}"""


def keep_the_list_as_it_is(route: Route) -> None:
    """Let pages through, but not the list that a page fetches anew."""
    if route.request.headers.get("hx-request"):
        route.abort()
    else:
        route.continue_()


def test_a_case_comes_by_itself_and_of_two_one_has_it(visitor: Arrive) -> None:
    asha, ben, mo, olu = (visitor(name) for name in ("Asha", "Ben", "Mo", "Olu"))
    thread = asha.start_thread("grief", "Under the viaduct", "The gentian words.")
    mo.go("/desk/")
    olu.go("/desk/")
    mo.marks_the_page()
    for one in (mo, olu):
        one.page.evaluate(COUNT_TONES)
    olu.page.get_by_role("button", name="A soft sound when a case comes").click()
    expect(olu.page.locator("[data-sound] button")).to_have_attribute("aria-pressed", "true")

    ben.open_thread(thread)
    report(ben, "The gentian words.", "I'm worried about this person")

    row = mo.page.locator("[data-case]").filter(has_text="I'm worried about this person")
    expect(row).to_be_visible(timeout=5000)
    assert mo.is_still_on_the_same_page
    also = olu.page.locator("[data-case]").filter(has_text="I'm worried about this person")
    expect(also).to_be_visible(timeout=5000)
    olu.page.wait_for_function("tones === 2")  # one to know it by, one for the case
    assert mo.page.evaluate("tones") == 0
    olu.page.route("**/desk/", keep_the_list_as_it_is)
    mo.page.keyboard.press("j")
    while "worried" not in mo.page.evaluate("document.activeElement.closest('[data-case]').textContent"):
        mo.page.keyboard.press("j")
    mo.page.keyboard.press("c")
    mo.sees("Give it back")

    also.get_by_role("button").click()  # the slower one's list was not drawn anew, and shows the case as free
    olu.sees("Mo was quicker and has this case now.")
    mo.press("Give it back")


def test_a_report_can_be_told_and_decided_with_scripts_off(visitor: Arrive) -> None:
    asha = visitor("Asha")
    thread = asha.start_thread("grief", "Behind the mill", "The hellebore words.")
    chen, mo = visitor("Chen", scripts=False), visitor("Mo", scripts=False)

    chen.open_thread(thread)
    report(chen, "The hellebore words.", "Something else")
    mo.go("/desk/")
    mo.page.locator("[data-case]").filter(has_text="Something else").get_by_role("button").first.click()
    mo.page.get_by_label("Nothing was needed").check()
    mo.press("Decide")

    chen.page.reload()
    chen.sees("It was right to ask.")


def test_somebody_worrying_is_answered_step_by_step_and_asked_again_the_next_day(visitor: Arrive) -> None:
    asha, ben, mo, olu = (visitor(name) for name in ("Asha", "Ben", "Mo", "Olu"))
    thread = asha.start_thread("grief", "Beside the canal", "The foxglove words.")
    ben.open_thread(thread)
    report(ben, "The foxglove words.", "I'm worried about this person")

    mo.go("/desk/")
    mo.page.locator("[data-case]").filter(has_text="I'm worried").get_by_role("button").last.click()
    mo.main.get_by_role("button", name="Done: Read the whole thread").click()
    expect(mo.main.get_by_role("button", name="Not done after all: Read the whole thread")).to_be_visible()
    mo.page.get_by_text("Words to begin with").click()
    mo.main.get_by_role("link", name="Begin with this").first.click()
    mo.press("Send the answer")
    mo.sees("These are still the words we lend")
    own = mo.page.get_by_label("Your answer").input_value().replace("[…]", "that the foxgloves are over")
    mo.page.get_by_label("Your answer").fill(own)
    mo.press("Send the answer")
    mo.sees("answered them")
    mo.page.get_by_label("Somebody talked with them").check()
    mo.page.get_by_label("Who asks tomorrow how they are?").select_option("Olu")
    mo.press("Decide")
    mo.sees("ask tomorrow how they are")

    asha.open_thread(thread).sees("that the foxgloves are over")
    _open_case(olu, "How is Asha now?")
    olu.sees("Somebody talked with them")
