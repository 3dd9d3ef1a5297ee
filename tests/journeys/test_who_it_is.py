"""Seeing who is behind a post without a name: two people, a reason, and the member who finds it afterwards."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]


def test_two_people_together_see_who_it_is_and_the_member_is_told(visitor: Arrive) -> None:
    asha, ben, mo, olu = (visitor(name) for name in ("Asha", "Ben", "Mo", "Olu"))
    thread = asha.start_thread("grief", "On the footbridge", "The speedwell words.", anonymous=True)
    ben.open_thread(thread).follow("Report", within=ben.post("The speedwell words."))
    ben.page.get_by_label("I'm worried about this person").check()
    ben.press("Send")
    mo.go("/desk/")
    row = mo.page.locator("[data-case]").filter(has_text="A thread by").filter(has_text="I'm worried")
    row.get_by_role("button").last.click()
    expect(mo.page.get_by_role("heading", name="What it is about")).to_be_visible()
    mo.sees("The speedwell words.")
    mo.sees_no("Asha")

    mo.follow("See who it is, with a second person", within=mo.page.locator("body"))
    mo.main.locator("[name=current_passphrase]").fill("a long passphrase")
    mo.press("Go on")
    mo.page.get_by_label("Whose account the post without a name is").check()
    mo.page.get_by_label("Somebody's life may be in danger").check()
    mo.page.get_by_label("What happened, and what you will do with it").fill("She wrote of tonight.")
    mo.press("Ask")
    mo.sees("It waits for a second person.")
    mo.sees_no("Asha")

    olu.proves_it()
    olu.go("/notices/")
    olu.page.get_by_role("link", name="A colleague asks to see who somebody is").first.click()
    olu.sees("She wrote of tonight.")
    olu.press("Allow it for an hour")
    olu.sees("Allowed by a second person.")
    olu.sees_no("Asha")

    mo.page.reload()
    mo.sees_no("Asha")
    mo.press("Show it to me")
    mo.sees("Asha")
    asha.go("/account/looks/").sees("saw that it was you who wrote something without your name")
    asha.sees("life may be in danger")
