"""Every page as a stranger, a member and the operator find it: what axe says, and how wide it is.

In light and in dark, on a phone and on a desk; empty places, error pages and forms with errors too.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from people.queries import app_code
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]

AXE = Axe().axe_script
# target-size is part of WCAG 2.2 AA, and axe leaves it out unless asked.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}

STRANGERS = """
/ /join/ /sign-in/ /spaces/ /spaces/anxiety/ /spaces/anxiety/?show=unanswered /threads/{new}/ /search/
/search/?q=lighthouse /search/?q=nothingofthekind /help-now/ /help-now/?country=GB /agreement/
/leaving/ /shared-devices/ /transparency/ /policy/ /offline/ /recover/ /recover/note/ /note/over/ /api/ /nowhere/
"""
MEMBERS = """
/ /spaces/ /spaces/grief/ /spaces/empty/ /spaces/empty/?show=unanswered /spaces/behind-a-door/ /spaces/grief/new/
/threads/{long}/ /threads/{pavels}/?quote={pavels_post} /threads/{covered}/ /threads/{closed}/ /posts/{long_post}/
/posts/{ashas_post}/ /posts/{ashas_post}/edit/ /posts/{ashas_post}/remove/ /unanswered/ /following/ /bookmarks/
/notices/ /search/?q=lighthouse&space=anxiety /members/Ben/ /members/Asha/ /members/Ben/block/ /account/
/account/name/ /account/notices/ /account/looks/ /account/passphrase/ /account/confirm/ /account/profile/ /sign-out/
/help-now/
/agreement/ /policy/ /complaints/ /account/reports/ /account/decisions/ /report/forum.post/{long_post}/
/report/people.member/Ben/ /report/forum.space/grief/ /nowhere/ /operator/members/ /helping/ /helping/settings/
/account/own-notes/ /account/files/
"""
TALKING = """
/conversations/ /conversations/{talk}/
/calls/conversation/{talk}/
/conversations/{talk}/choices/ /conversations/{talk}/end/ /conversations/{talk}/report/ /conversations/{ended}/
/conversations/search/?q=river /messages/{ashas_message}/edit/ /messages/{ashas_message}/remove/
/now/ /now/{talk_now}/after/ /conversations/{now}/
/conversations/requests/{asked}/ /groups/new/ /conversations/{group}/ /conversations/{group}/people/
/conversations/{group}/leave/ /rooms/ /conversations/{room}/ /conversations/{group}/choices/
/conversations/requests/{asked_in}/ /members/Chen/write/ /members/Inga/write/ /account/conversations/
"""
MEETING = """
/support-groups/ /support-groups/{held}/ /support-groups/{held}/members/ /support-groups/{held}/plan/
/support-groups/{held}/edit/ /support-groups/{held}/close/ /support-groups/{held}/leave/ /support-groups/{unheld}/
/support-groups/{unheld}/ask/ /support-groups/{offered}/ /support-groups/{offered}/come-in/ /circles/
/circles/{planned}/ /circles/{planned}/cancel/ /circles/calendar/
"""
EMPTY_HANDED = (
    "/ /helping/ /following/ /bookmarks/ /notices/ /conversations/ /circles/ /members/Yuki/ /account/"
)
PROVEN = "/account/security/ /account/security/app/ /account/security/passkey/ /account/security/address/"
OPERATORS = """
/training/ /operator/helpers/ /operator/offers/ /operator/transparency/
/staff/week/ /rota/ /rota/limits/ /rota/buddy/ /rota/debriefs/ /rota/duty/end/ /operator/rota/
/operator/community/ /operator/agreement/ /operator/topics/ /operator/members/ /operator/members/{ben_id}/
/operator/calls/
/operator/audit/ /operator/notes/ /operator/desk/ /operator/screening/ /operator/protocols/ /operator/protocols/crisis/
/listening/ /listening/notes/ /desk/ /desk/?show=closed /rooms/ /operator/spaces/ /operator/spaces/new/
/support-groups/new/ /support-groups/{unheld}/ /support-groups/{unheld}/take-on/
/operator/spaces/grief/ /spaces/behind-a-door/requests/ /threads/{closed}/
"""


def problems_of(page: Page) -> Iterator[str]:
    """Yield what is wrong with the page that is open, on a desk and on a phone, and on the phone in the dark."""
    page.evaluate(AXE)
    page.emulate_media(color_scheme="light")
    _show_all_of(page, 1280)
    yield from _found(page, EVERYTHING, "1280 px")
    _show_all_of(page, 360)
    yield from _found(page, EVERYTHING, "360 px")
    page.emulate_media(color_scheme="dark")
    yield from _found(page, COLOURS, "360 px, dark")
    page.set_viewport_size({"width": 320, "height": 640})
    if (
        wider := page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    ) > 0:
        yield f"{page.url}, 320 px: {wider} px wider than the screen"


def _show_all_of(page: Page, width: int) -> None:
    """Make the window as long as the page: axe takes what has scrolled behind a bar for too small to press.

    Boxes full of words grow with the window, so it is asked again until the page fits.
    """
    height, needed = 0, 800
    while height < needed < 20_000:
        height = needed
        page.set_viewport_size({"width": width, "height": height})
        needed = page.evaluate("document.documentElement.scrollHeight")


def _found(page: Page, options: dict[str, Any], where: str) -> Iterator[str]:
    for problem in page.evaluate("options => axe.run(options)", options)["violations"]:
        for node in problem["nodes"]:
            yield f"{page.url}, {where}: {problem['id']} {node['html'][:200]} {node['failureSummary']}"


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        ("", STRANGERS),
        ("Asha", MEMBERS),
        ("Asha", TALKING),
        ("Inga", MEETING),
        ("Yuki", EMPTY_HANDED),
        ("Olu", OPERATORS),
        ("Chen", PROVEN),
    ],
    ids=["stranger", "member", "talking", "meeting", "newcomer", "operator", "proven"],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    visitor: Arrive, house: House, who: str, addresses: str
) -> None:
    person = visitor(who)
    person.context.add_init_script("sessionStorage.clear()")
    if addresses is PROVEN:
        person.proves_it()
    problems = []

    for address in addresses.format(**house.facts).split():
        person.go(address)
        problems += problems_of(person.page)

    assert problems == [], "\n".join(problems)


def _join_with_errors(person: Visitor) -> None:
    person.go("/join/")
    person.main.get_by_role("textbox", name="A name to be known by").fill("asha@example.org")
    person.main.locator("[name=passphrase]").fill("short")
    _press_whatever_is_missing(person, "Join")


def _sign_in_with_errors(person: Visitor) -> None:
    person.go("/sign-in/")
    person.main.locator("[name=name]").fill("Nobody at all")
    person.main.locator("[name=passphrase]").fill("not the passphrase")
    person.press("Sign in")


def _reply_when_signed_out(person: Visitor) -> None:
    person.open_thread(person.house.facts["long"])
    person.words.fill("These words are kept.")
    person.context.clear_cookies(name="session")
    person.page.evaluate("document.querySelector('#reply').submit()")


def _thread_with_errors(person: Visitor) -> None:
    person.go("/spaces/grief/new/")
    _press_whatever_is_missing(person, "Post")


def _name_with_errors(person: Visitor) -> None:
    person.go("/account/name/")
    person.main.locator("[name=name]").fill("Ben")
    person.main.get_by_role("button").first.click()


def _passphrase_with_errors(person: Visitor) -> None:
    person.go("/account/passphrase/")
    person.main.locator("form button").last.evaluate(
        "button => { button.form.noValidate = true; button.click(); }"
    )


def _recover_with_errors(person: Visitor) -> None:
    person.go("/recover/")
    _press_whatever_is_missing(person, "Set the new passphrase")


def _app_with_errors(person: Visitor) -> None:
    person.proves_it()
    person.go("/account/security/app/")
    person.main.locator("[name=code]").fill("000000")
    person.press("Add the app")


def _press_whatever_is_missing(person: Visitor, label: str) -> None:
    """Send a form the browser would rather not send yet."""
    person.page.evaluate("for (const form of document.forms) form.noValidate = true")
    person.press(label)


@pytest.mark.parametrize(
    ("who", "go_wrong"),
    [
        ("", _join_with_errors), ("", _sign_in_with_errors), ("Chen", _reply_when_signed_out),
        ("", _recover_with_errors), ("Chen", _app_with_errors),
        ("Chen", _thread_with_errors), ("Chen", _name_with_errors), ("Chen", _passphrase_with_errors),
    ],
)  # fmt: skip
def test_axe_finds_nothing_on_forms_with_errors(
    visitor: Arrive, who: str, go_wrong: Callable[[Visitor], None]
) -> None:
    person = visitor(who)

    with person.page.expect_navigation(wait_until="load"):
        go_wrong(person)
    person.main.locator(".errors, [name=kept]").first.wait_for(state="attached")

    problems = list(problems_of(person.page))
    assert problems == [], "\n".join(problems)


def test_axe_finds_nothing_on_codes_and_the_second_step(visitor: Arrive) -> None:
    """Somebody joins, is shown their codes, adds an app, and comes back to the second step."""
    person = visitor()
    problems = []
    name = person.join(on_codes=lambda: problems.extend(problems_of(person.page)))
    person.proves_it()
    person.go("/account/security/app/")
    secret = person.main.locator("code.key").inner_text().replace(" ", "")
    person.main.locator("[name=code]").fill(app_code(secret, now=datetime.now(UTC)))
    person.press("Add the app")
    person.sees("The app is added")
    problems += problems_of(person.page)
    person.go("/sign-out/").press("Sign out")
    person.sign_in(name)
    person.sees("One more step")
    problems += problems_of(person.page)

    assert problems == [], "\n".join(problems)


def test_a_first_visit_to_a_long_thread_is_light(visitor: Arrive, house: House) -> None:
    """A member with nothing in the cache opens a thread of 50 replies: at most 6 requests and 60 KB in all."""
    asha = visitor("Asha")
    network = asha.context.new_cdp_session(asha.page)
    weights: dict[str, float] = {}
    addresses: dict[str, str] = {}
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", lambda event: _note(addresses, event))
    network.on(
        "Network.responseReceived",
        lambda event: _weigh(weights, event, event["response"]["encodedDataLength"]),
    )
    network.on("Network.dataReceived", lambda event: _weigh(weights, event, event["encodedDataLength"]))
    network.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )

    with asha.page.expect_response("**/events*"):
        asha.open_thread(house.facts["long"])

    assert asha.page.locator("[data-post]").count() == 51
    each = {addresses[request]: round(weight) for request, weight in weights.items() if request in addresses}
    table = "\n".join(f"{weight:7,} {address}" for address, weight in each.items())
    print(f"\n{table}\n{sum(each.values()):7,} in {len(addresses)} requests")
    assert len(addresses) <= 6, table
    assert sum(each.values()) <= 60_000, table


def _note(addresses: dict[str, str], event: dict[str, Any]) -> None:
    if not event["request"]["url"].startswith("data:"):
        addresses[event["requestId"]] = event["request"]["url"]


def _weigh(weights: dict[str, float], event: dict[str, Any], more: float) -> None:
    weights[event["requestId"]] = weights.get(event["requestId"], 0) + more
