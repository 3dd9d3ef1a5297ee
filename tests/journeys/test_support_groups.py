"""A place in a support group: found, asked for, waited for, offered, taken under another name, and let go again."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
GROUP = "Quiet mornings"


def _open_a_small_group(mo: Visitor) -> str:
    """Have Mo open a group by request with room for one more; return its address."""
    mo.go("/support-groups/")
    mo.follow("Open a support group")
    mo.page.get_by_label("Name", exact=True).fill(GROUP)
    mo.page.get_by_label("What it is for").fill("For those who are up before the birds.")
    mo.page.get_by_label("What you promise one another").fill("Nobody is told to be cheerful.")
    mo.page.get_by_label("By request").check()
    mo.page.get_by_label("How many people at most").fill("2")
    mo.page.get_by_label("The group's clock").select_option("Europe/Madrid")
    mo.press("Open it")
    expect(mo.page.get_by_role("heading", name=GROUP)).to_be_visible()
    return mo.page.url


def _ask(who: Visitor, *, under: str) -> None:
    who.go("/support-groups/")
    who.follow(GROUP)
    who.sees("Nobody is told to be cheerful.")
    who.follow("Ask for a place")
    who.page.get_by_label(under).check()
    who.press("Ask for a place")
    who.sees("You have asked.")


def _come_in(who: Visitor, *, group: str) -> None:
    who.go(group)
    who.sees("A place is kept for you until")
    who.follow("Read the agreement and come in")
    who.page.get_by_label("I say yes to this agreement.").check()
    who.press("Come in")
    who.sees("You are in. Take your time.")


def test_somebody_finds_a_group_waits_is_offered_a_place_and_comes_to_a_circle(visitor: Arrive) -> None:
    """Noor has another name and no scripts; Pavel waits until she leaves, and reads when it meets in his own time."""
    mo, noor, pavel = visitor("Mo"), visitor("Noor", scripts=False), visitor("Pavel")
    group = _open_a_small_group(mo)

    _ask(noor, under="a name for this group alone")
    mo.go(f"{group}members/").sees_no("Noor")
    mo.main.get_by_role("button", name="Yes, put them in line").click()
    mo.sees("Nobody waits for an answer.")
    _come_in(noor, group=group)
    mo.go(group).sees_no("Noor")
    alias = mo.main.locator(".who .name").nth(1).inner_text()
    noor.sees(f"You are here as {alias}.")

    _ask(pavel, under="Pavel, as everywhere here")
    mo.go(f"{group}members/").sees("Pavel")
    mo.main.get_by_role("button", name="Yes, put them in line").click()
    pavel.go(group).sees("You are in line.")
    pavel.sees_no(alias)
    noor.follow("Leave the group", within=noor.page.locator("body"))
    noor.press("Leave the group")
    noor.sees("Nobody asks you why.")
    pavel.go("/notices/").sees("is kept for you for two days.")
    _come_in(pavel, group=group)

    mo.go(f"{group}plan/")
    mo.page.get_by_label("The first day").fill(f"{timezone.now() + timedelta(days=3):%Y-%m-%d}")
    mo.page.get_by_label("At what time").fill("19:00")
    mo.press("Plan them")
    mo.sees("Planned.")
    pavel.go("/account/profile/")
    pavel.page.locator("[name=time_zone]").select_option("Asia/Kolkata")
    pavel.press("Save")
    pavel.go(group).sees("your time; the group's clock is Madrid.")
    expect(pavel.main.get_by_text("at 19:00 your time")).to_have_count(0)
    pavel.go("/circles/")
    pavel.main.get_by_role("button", name="Sign up").first.click()
    pavel.sees("There is a seat for you.")
    assert pavel.context.request.get(f"{pavel.page.url}calendar.ics").text().count("SUMMARY:Meeting") == 1
