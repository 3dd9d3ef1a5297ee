"""Content notes: covered until opened, and the reader's own choice by topic."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def choose(person: Visitor, topic: str, choice: str) -> None:
    """Say on the account page how posts about this topic are to be met."""
    person.go("/account/")
    person.main.get_by_role("group", name=topic).get_by_label(choice).check()
    person.press("Save my choices")
    expect(person.main.get_by_role("group", name=topic).get_by_label(choice)).to_be_checked()


def cover(post: Locator) -> Locator:
    return post.locator("details.cover")


def test_a_covered_post_waits_until_the_reader_opens_it_or_has_chosen(visitor: Arrive) -> None:
    """Ben writes about loss with a note. Inga opens it once, then says she is fine with it, then leaves it out."""
    ben = visitor("Ben")
    number = ben.start_thread(
        "sleepless", "Her coat is still here", "It hangs by the door.", notes=["Death and loss"]
    )
    ben.reply("I cannot move it.")

    inga = visitor("Inga").open_thread(number)
    post = inga.post("This post talks about")
    expect(post).to_contain_text("This post talks about death and loss.")
    expect(inga.page.get_by_text("It hangs by the door.")).to_be_hidden()
    post.get_by_text("Show it").click()
    inga.sees("It hangs by the door.")
    post.get_by_text("Cover it again").click()
    expect(inga.page.get_by_text("It hangs by the door.")).to_be_hidden()
    inga.go("/spaces/sleepless/").sees("Talks about death and loss")
    inga.search("coat")
    inga.sees("Talks about death and loss")
    inga.sees_no("It hangs by the door")

    choose(inga, "Death and loss", "Show it")
    inga.open_thread(number).sees("It hangs by the door.")
    expect(cover(inga.post("Her coat").or_(inga.post("It hangs")).first)).to_have_attribute("open", "")

    choose(inga, "Death and loss", "Leave it out")
    inga.go("/spaces/sleepless/").sees_no("Her coat is still here")
    inga.go("/").sees_no("Her coat is still here")
    assert inga.search("coat") == []

    choose(inga, "Death and loss", "Cover it")
    inga.go("/spaces/sleepless/").sees("Her coat is still here")


def test_a_covered_reply_arrives_covered_and_a_left_out_one_does_not_arrive(visitor: Arrive) -> None:
    """Two people read the same open page; one has chosen not to meet the topic."""
    asha = visitor("Asha")
    number = asha.start_thread("sleepless", "Anything at all", "I am reading.")
    yuki = visitor("Yuki")
    choose(yuki, "Alcohol and drugs", "Leave it out")
    yuki.open_thread(number)
    ben = visitor("Ben").open_thread(number)
    ben.page.get_by_text("Add a content note").click()
    ben.page.get_by_label("Alcohol and drugs", exact=True).check()

    ben.words.fill("Two hundred days without.")
    ben.press("Reply", within=ben.composer)

    covered = asha.post("Two hundred days without.")
    expect(covered).to_be_visible()
    expect(asha.page.get_by_text("Two hundred days without.")).to_be_hidden()
    covered.get_by_text("Show it").click()
    asha.sees("Two hundred days without.")
    asha.reply("I am glad you are here.")
    expect(yuki.post("I am glad you are here.")).to_be_visible()
    yuki.sees_no("Two hundred days")
    yuki.page.reload()
    yuki.sees_no("Two hundred days")
