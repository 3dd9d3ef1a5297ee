"""Posting under a name that is used in one thread only."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def test_the_name_is_shown_before_and_used_after_and_nobody_sees_whose_it_is(visitor: Arrive) -> None:
    """Chen writes anonymously and answers under the same name; Ben reads along and finds no way to Chen."""
    chen = visitor("Chen").go("/spaces/sleepless/new/")
    alias = chen.alias
    assert alias not in ("", "Chen")
    number = chen.start_thread(
        "sleepless", "What I cannot say as myself", "I am afraid of them.", anonymous=True
    )
    shown = chen.post("I am afraid of them.").locator(".name").inner_text()

    ben = visitor("Ben").open_thread(number)
    ben.sees(shown)
    expect(ben.post("I am afraid of them.")).to_contain_text("anonymous here")
    expect(chen.composer.get_by_role("radio", checked=True)).to_have_accessible_name(
        re.compile(f"^as {shown}")
    )
    chen.reply("Thank you for reading.")

    answer = ben.post("Thank you for reading.")
    expect(answer.locator(".name")).to_have_text(shown)
    expect(answer.locator("a.name")).to_have_count(0)
    ben.sees_no("Chen")
    ben.page.reload()
    ben.sees_no("Chen")
    ben.go("/spaces/sleepless/")
    row = ben.main.get_by_role("listitem").filter(has_text="What I cannot say as myself")
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("Chen")  # what Chen wrote as Chen may stand beside it
    assert "What I cannot say as myself" in ben.search("afraid of them")
    ben.sees_no("Chen")
    ben.go("/members/Chen/")
    for words in ("What I cannot say", "Thank you for reading", shown):
        ben.sees_no(words)


def test_the_name_of_a_new_thread_is_the_one_that_was_shown(visitor: Arrive) -> None:
    chen = visitor("Chen").go("/spaces/sleepless/new/")
    promised = chen.alias
    chen.page.get_by_label("A few words for the top").fill("A promise kept")
    chen.page.get_by_label("Your words").fill("Under another name.")
    chen.choose_anonymous()
    chen.press("Post")

    expect(chen.post("Under another name.").locator(".name")).to_have_text(promised)


def test_the_name_is_another_one_in_every_thread(visitor: Arrive) -> None:
    """Two threads, one person, two names that nothing joins; a reply may also be anonymous by itself."""
    yuki = visitor("Yuki")
    first = yuki.start_thread("sleepless", "First of two", "Who walks at night?")
    second = yuki.start_thread("sleepless", "Second of two", "Who sings at night?")
    chen = visitor("Chen").open_thread(first)
    names = [chen.alias]
    chen.reply("I walk along the canal.", anonymous=True)
    names.append(chen.post("I walk along").locator(".name").inner_text())
    chen.open_thread(second)
    names.append(chen.alias)
    chen.reply("I sing in the stairs.", anonymous=True)

    assert names[0] == names[1] != names[2]
    yuki.open_thread(first).sees("I walk along the canal.")
    yuki.sees_no("Chen")
    yuki.go("/notices/").sees(f"{names[0]} replied in “First of two”")
    yuki.sees(f"{names[2]} replied in “Second of two”")
    yuki.sees_no("Chen")
    pictures = [
        yuki.open_thread(number).post(words).locator("svg").first.inner_html()
        for number, words in ((first, "I walk along"), (second, "I sing in"))
    ]
    assert pictures[0] != pictures[1]


def test_nobody_is_told_who_is_writing_anonymously(visitor: Arrive) -> None:
    """While Chen types under the other name, Asha's browser hears that someone writes, and no name."""
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", "Quiet typing", "I listen.")
    asha.marks_the_page()
    asha.page.evaluate(
        """document.addEventListener("live:forum.someone_writing",
           (event) => (window.heard = JSON.stringify(event.detail)))"""
    )
    chen = visitor("Chen").open_thread(number)
    chen.choose_anonymous()

    chen.words.press_sequentially("I would rather not say")

    asha.sees("Someone is writing.")
    assert asha.page.evaluate("window.heard") == f'{{"thread":{number}}}'
    asha.sees_no("Chen")
