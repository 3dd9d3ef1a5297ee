"""A post from somebody in danger meets a person at once; what has to wait for one is decided, appealed and goes up."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.test_every_page import problems_of
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
IN_DANGER = "I want to kill myself tonight and nobody at home knows. The larkspur words."
ADVERTISING = (
    "Buy cheap followers now at http://cheap.example click here for the best price. The tansy words."
)


def test_a_worrying_post_is_on_the_desk_at_once_and_somebody_answers(visitor: Arrive) -> None:
    noor, mo, ben = visitor("Noor"), visitor("Mo"), visitor("Ben")
    mo.go("/desk/")
    mo.marks_the_page()
    row = mo.page.locator("[data-case]").filter(has_text="A thread by Noor")
    expect(row).to_have_count(0)

    thread = noor.start_thread("grief", "It is late", IN_DANGER)

    expect(row).to_be_visible()  # how soon, bench/noticed.py says: other journeys run beside this one
    assert mo.is_still_on_the_same_page
    care = noor.page.locator("#care")
    expect(care).to_contain_text("Your post is up.")
    care.get_by_label("Lines that are open in your country").select_option("GB")
    care.get_by_role("button", name="Show me").click()
    expect(noor.page.locator("#care")).to_contain_text("116 123")
    assert list(problems_of(noor.page)) == []
    ben.open_thread(thread).sees("The larkspur words.")
    expect(ben.page.locator("#care")).to_have_count(0)

    row.get_by_role("button").click()
    mo.sees("What the program noticed")
    assert list(problems_of(mo.page)) == []
    case = mo.page.url
    mo.open_thread(thread)
    mo.reply("I am here. Are you safe where you are?")
    noor.page.locator("#care").get_by_role("button", name="I’m safe").click()
    expect(noor.page.locator("#care")).to_have_count(0)
    noor.sees("Are you safe where you are?")
    mo.page.goto(case)
    mo.sees("says that they are safe")
    mo.press("Give it back")


def test_a_held_post_is_kept_back_appealed_and_goes_up(visitor: Arrive) -> None:
    pavel, ben, mo, olu = (visitor(name) for name in ("Pavel", "Ben", "Mo", "Olu"))
    thread = ben.start_thread("grief", "By the weir", "The tarragon words.")

    pavel.open_thread(thread)
    pavel.words.fill(ADVERTISING)
    pavel.press("Reply", within=pavel.composer)
    pavel.sees("A person looks at this first")
    pavel.sees("The tansy words.")
    assert list(problems_of(pavel.page)) == []
    pavel.follow("Change your words")
    pavel.page.get_by_label("Your words", exact=True).fill(
        "Followers, cheap, among friends. The tansy words."
    )
    pavel.press("Save")
    pavel.sees("you changed it")
    ben.page.reload()
    ben.sees_no("The tansy words.")
    ben.reply("The sorrel words.")
    ben.marks_the_page()

    mo.go("/desk/")
    mo.follow("A reply by Pavel")
    mo.sees("It waits: nobody but its author sees it.")
    mo.sees("What it said before")
    mo.press("Take it")
    mo.page.get_by_label("Taken down").check()
    mo.page.get_by_label("Your reasons, as they will read them").fill("It sells something.")
    mo.press("Decide")
    mo.sees("What was decided")

    pavel.page.reload()
    pavel.sees("Others do not see this")
    pavel.follow("Decisions about you")
    pavel.page.get_by_role("link", name="Taken down").first.click()
    pavel.page.get_by_label("Why you see it otherwise").fill("It was a joke among us.")
    pavel.press("Ask for another look")

    olu.go("/desk/")
    olu.follow("The decision “Taken down”")
    olu.press("Take it")
    olu.page.get_by_label("The decision was taken back").check()
    olu.page.get_by_label("Your answer, as they will read it").fill("Fair enough.")
    olu.press("Decide")
    olu.sees("closed")
    let_go = ben.page.locator(".posts [data-post]").filter(has_text="The tansy words.")
    expect(let_go).to_be_visible(timeout=6_000)
    assert ben.is_still_on_the_same_page
    expect(ben.page.locator(".posts [data-post]").last).to_contain_text("The sorrel words.")
