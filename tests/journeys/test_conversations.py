"""Two people who did not know each other: asking, saying yes, talking, over bad lines too, and stopping."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.journeys.house import House
from tests.journeys.test_every_page import problems_of
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def say(person: Visitor, words: str) -> None:
    person.page.locator("#id_body").fill(words)
    person.press("Send")


def small_picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), (30, 90, 60)).save(file, "PNG")
    return file.getvalue()


def message(person: Visitor, words: str | re.Pattern[str]) -> Locator:
    """The message with these words that has arrived."""
    return person.page.locator("[data-message]").filter(has_text=words)


def is_open(person: Visitor) -> None:
    """Wait until the open page hears what happens."""
    with person.page.expect_response("**/events*"):
        person.page.reload()


def test_somebody_asks_is_put_off_is_told_yes_and_they_talk(visitor: Arrive) -> None:
    """Pavel once replied to Noor. She asks him; he says not now, which she cannot tell; later he says yes."""
    noor, pavel = visitor("Noor"), visitor("Pavel")
    noor.go("/members/Pavel/").follow("Ask to talk")
    noor.sees("You both wrote in")
    noor.page.get_by_label("A few words to them").fill("Your bus story made me smile. Shall we talk?")
    noor.press("Send")
    noor.sees("Sent. If they would like to talk")

    pavel.go("/notices/")
    expect(pavel.page.get_by_text("Noor asks whether you would like to talk")).to_be_visible()
    pavel.page.get_by_text("Noor asks whether you would like to talk").click()
    pavel.sees("Your bus story made me smile.")
    pavel.press("Not now")
    pavel.sees("Noor sees no difference.")
    noor.go("/conversations/").sees("Sent")
    noor.sees_no("Not now")

    pavel.follow("Noor")
    pavel.press("Yes, let's talk")
    pavel.sees("This is where you began.")
    noor.go("/notices/").page.get_by_text("Pavel would like to talk with you too").click()
    noor.sees("This is where you began.")
    is_open(noor)
    noor.marks_the_page()
    say(pavel, "Hello Noor. The bus was **late** today.")
    expect(message(noor, "The bus was late today.")).to_be_visible()
    is_open(pavel)
    say(noor, "Mine never came.")
    expect(message(pavel, "Mine never came.")).to_be_visible()

    theirs = message(noor, "The bus was late today.")
    theirs.get_by_text("More").click()
    noor.press("I hear you", within=theirs)
    expect(message(pavel, "The bus was late today.").get_by_text("I hear you")).to_be_visible()
    theirs.get_by_text("More").click()
    noor.follow("Answer this", within=theirs)
    noor.sees("You answer a message.")
    say(noor, "How late?")
    expect(message(pavel, "How late?").locator("blockquote")).to_have_text(
        "Hello Noor. The bus was late today."
    )
    assert noor.is_still_on_the_same_page


def test_words_written_on_a_broken_line_arrive_once_and_in_order(visitor: Arrive, house: House) -> None:
    """Asha's words wait in her browser, through a reload too, until there is a line again."""
    asha, ben = visitor("Asha"), visitor("Ben")
    ben.go(f"/conversations/{house.facts['talk']}/")
    asha.go(f"/conversations/{house.facts['talk']}/")
    sends = re.compile(r".*/conversations/\d+/messages/$")
    asha.context.route(sends, lambda route: route.abort())

    say(asha, "First, from the tunnel.")
    say(asha, "Second, from the tunnel.")
    waiting = asha.page.locator("[data-pending]")
    expect(waiting).to_have_text([re.compile("First, .*Waiting"), re.compile("Second, .*Waiting")])
    asha.page.reload()
    expect(waiting).to_have_text([re.compile("First, "), re.compile("Second, ")])
    assert message(ben, "from the tunnel").count() == 0

    asha.context.unroute(sends)
    asha.page.evaluate("dispatchEvent(new Event('online'))")
    for person in (asha, ben):
        expect(message(person, "from the tunnel")).to_contain_text(["First, from", "Second, from"])
    expect(waiting).to_have_count(0)
    ben.page.reload()
    expect(message(ben, "from the tunnel")).to_have_count(2)

    asha.page.locator("#id_body").fill("Third, begun on a good line,")
    asha.context.set_offline(True)
    asha.page.locator("#id_body").press_sequentially(" ended on none.")
    asha.press("Send")
    expect(waiting).to_contain_text("Waiting")
    asha.context.set_offline(False)
    for person in (asha, ben):
        expect(message(person, "Third, begun on a good line, ended on none.")).to_have_count(1)
    expect(waiting).to_have_count(0)


def test_a_block_in_the_middle_of_a_talk_ends_it_for_both_at_once(visitor: Arrive, house: House) -> None:
    """Chen and Dana have it open; Chen blocks from another tab, and both pages lead away from it."""
    address = f"/conversations/{house.facts['chens_talk']}/"
    chen, dana = visitor("Chen").go(address), visitor("Dana").go(address)
    for person in (chen, dana):
        is_open(person)
    say(chen, "Where do you live, if I may ask?")
    expect(message(dana, "Where do you live")).to_be_visible()
    dana.page.locator("#id_body").fill("I would rather")

    tab = chen.new_tab("/members/Dana/block/")
    tab.get_by_role("button", name="Block", exact=True).click()

    for person in (chen, dana):
        person.page.wait_for_url("**/conversations/")
        person.sees_no("Where do you live")
    assert "Chen" not in dana.main.inner_text()
    answer = dana.page.goto(address)
    assert answer is not None and answer.status == 404


def test_a_report_shows_the_desk_what_was_chosen_and_two_around_it(visitor: Arrive, house: House) -> None:
    """Ben says six things; Asha reports the fourth from its menu, and Mo never sees the first."""
    asha, ben, mo = (visitor(name) for name in ("Asha", "Ben", "Mo"))
    address = f"/conversations/{house.facts['talk']}/"
    ben.go(address)
    stones = [f"The {which} stone." for which in ("first", "second", "third", "fourth", "fifth", "sixth")]
    for words in stones:
        say(ben, words)
        expect(message(ben, words)).to_be_visible()

    asha.go(address)
    fourth = message(asha, "The fourth stone.")
    fourth.get_by_text("More").click()
    asha.follow("Report", within=fourth)
    expect(asha.page.get_by_label("The fourth stone.")).to_be_checked()
    asha.press("Go on")
    asha.page.get_by_label("It asks for contact details, money, pictures or sexual talk").check()
    asha.press("Send")
    expect(asha.page.get_by_role("heading", name="What you told us")).to_be_visible()

    mo.go("/desk/").main.get_by_role("link", name=re.compile("Messages of .*Ben")).first.click()
    chosen = mo.main.get_by_role("article").filter(has_text="This is it")
    expect(chosen).to_contain_text("The fourth stone.")
    for words in stones[1:]:
        mo.sees(words)
    mo.sees_no("The first stone.")


def test_scripts_off_one_reads_and_writes_the_same(visitor: Arrive, house: House) -> None:
    """Both say that they would like to talk again; Asha writes, Lena reads and ends it."""
    lena = visitor("Lena", scripts=False)
    lena.go(f"/conversations/{house.facts['ended']}/")
    lena.sees("This conversation has ended")
    lena.press("I would like to talk again")
    lena.sees("You said that you would like to talk again.")
    asha = visitor("Asha", scripts=False)
    asha.go(f"/conversations/{house.facts['ended']}/")
    asha.press("I would like to talk again")
    say(asha, "Without any script.")
    asha.sees("Without any script.")
    lena.go(f"/conversations/{house.facts['ended']}/").sees("Without any script.")
    lena.page.goto(f"/conversations/{house.facts['ended']}/end/")
    lena.press("End it")
    lena.sees("This conversation has ended")


def test_a_voice_note_is_recorded_heard_kept_through_a_broken_line_and_sent(
    visitor: Arrive, house: House
) -> None:
    """Asha records, discards, records again; there is no line; she presses Send once more. Then a picture."""
    asha, ben = visitor("Asha"), visitor("Ben")
    for person in (asha, ben):
        person.go(f"/conversations/{house.facts['talk']}/")
        is_open(person)
    form = asha.page.locator("[data-write]")

    form.get_by_text("Add a voice note").click()
    expect(form.locator("[name=voice]")).to_be_hidden()
    record(asha)
    asha.page.keyboard.press("Enter")  # on Stop, which has the focus
    asha.press("Discard it")
    expect(form.get_by_text("Discarded.")).to_be_visible()
    record(asha)
    asha.press("Stop")
    assert can_be_played(form)
    with no_line_to_send(asha):
        asha.press("Send")
        expect(form.get_by_role("alert")).to_contain_text("yours is still here")
    asha.press("Send")

    for person in (asha, ben):
        expect(message(person, re.compile(r"A voice note, [1-9] second"))).to_have_count(1)
    expect(form.locator("audio")).to_be_hidden()
    assert can_be_played(message(ben, "A voice note"))
    a_picture_keeps_its_place_behind_words_that_wait(asha, ben)


def a_picture_keeps_its_place_behind_words_that_wait(asha: Visitor, ben: Visitor) -> None:
    """Asha forgets to say what it shows; then it goes after what she wrote while there was no line."""
    form, heron = asha.page.locator("[data-write]"), "A heron at the pond"
    form.get_by_text("Add a picture").click()
    picture = form.get_by_label("A picture", exact=False).first
    file = {"name": "a.png", "mimeType": "image/png", "buffer": small_picture()}
    picture.set_input_files(file)
    asha.press("Send")
    expect(form.get_by_role("alert")).to_contain_text("what the picture shows")
    picture.set_input_files([])
    with no_line_to_send(asha):
        say(asha, "Words before the heron.")
        expect(asha.page.locator("[data-pending]")).to_contain_text("Waiting")
        picture.set_input_files(file)
        form.get_by_label("What the picture shows").fill(heron)
    asha.press("Send")

    expect(message(ben, "heron")).to_contain_text(["Words before the heron.", heron])
    shown = message(ben, heron)
    shown.get_by_text("Show the picture:").click()
    expect(shown.get_by_role("img")).to_have_js_property("complete", True)
    assert shown.get_by_role("img").evaluate("image => image.naturalWidth") == 40
    every_file_is_listed(asha, heron)


def every_file_is_listed(person: Visitor, *names: str) -> None:
    """Their files stand on a page of their own, which everybody can use."""
    person.go("/account/files/")
    for name in names:
        expect(person.page.get_by_role("link", name=name)).to_be_visible()
    assert not list(problems_of(person.page))


def record(person: Visitor) -> None:
    """Record for a second; it goes on."""
    form = person.page.locator("[data-write]")
    person.press("Start recording")
    expect(form.get_by_role("button", name="Stop")).to_be_focused()
    expect(form.get_by_role("timer")).to_have_text(re.compile("0:01"))


def can_be_played(place: Locator) -> bool:
    """Tell whether the browser finds sound in what it is given there."""
    found = place.locator("audio").evaluate(
        "audio => new Promise(done => { audio.onloadedmetadata = () => done(audio.duration > 0);"
        " audio.onerror = () => done(audio.error.message); audio.preload = 'metadata'; audio.load(); })"
    )
    return found is True


@contextmanager
def no_line_to_send(person: Visitor) -> Iterator[None]:
    """Let nothing be sent meanwhile."""
    sends = re.compile(r".*/conversations/\d+/messages/$")
    person.context.route(sends, lambda route: route.abort())
    yield
    person.context.unroute(sends)
