"""In Spanish and in Arabic: joining, reading, writing, finding help and leaving, and changing the language."""

from collections.abc import Callable

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from tests.journeys.community import PASSPHRASE
from tests.journeys.house import House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]

WORDS = {
    "es": ("Marea", "Hoy dormí un poco, gracias a Asha y a Ben."),
    "ar": ("Warda", "نمت قليلًا اليوم، شكرًا Asha وشكرًا Ben (و Chen أيضًا)."),
}


@pytest.mark.parametrize("language", WORDS)
def test_joining_reading_writing_finding_help_and_leaving(
    visitor: Arrive, house: House, language: str
) -> None:
    name, words = WORDS[language]
    person = visitor(locale=language, viewport={"width": 360, "height": 780}).go("/")
    page, main = person.page, person.main

    def say(english: str) -> str:
        with override(language):
            return gettext(english)

    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    main.get_by_role("link", name=say("Join"), exact=True).click()
    page.get_by_label(say("A name to be known by")).fill(name)
    page.get_by_label(say("A passphrase"), exact=True).fill(PASSPHRASE)
    page.get_by_label(say("I am %(age)d or older") % {"age": 18}).check()
    page.get_by_label(say("I will keep to this agreement")).check()
    person.press(say("Join"))
    person.press(say("I kept them"))
    person.follow(say("Go on"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)

    person.open_thread(house.facts["covered"])
    main.get_by_text(say("Show it"), exact=True).first.click()
    person.sees("The covered words.")
    page.locator("#id_body").fill(words)
    person.press(say("Reply"), within=person.composer)
    expect(person.post(words)).to_be_visible()
    expect(person.post(words).get_by_text(name)).to_be_visible()

    page.get_by_role("link", name=say("Get help now"), exact=True).first.click()
    country = page.get_by_label(say("Which country are you in?"))
    country.select_option("ES")
    expect(country.locator("option[value=ES]")).to_have_text({"es": "España", "ar": "إسبانيا"}[language])
    person.press(say("Show me"))
    expect(page.get_by_role("heading", name=say("If a life is in danger, call now"))).to_be_visible()
    assert page.locator("a[href='tel:112']").first.inner_text().split()[0] == "112"

    page.get_by_role("link", name=say("Leave"), exact=True).click()
    page.wait_for_url(house.leave_url)
    assert not person.is_signed_in


def test_choosing_a_language_at_the_foot_of_a_page_without_scripts(visitor: Arrive, house: House) -> None:
    person = visitor(scripts=False).go("/help-now/?country=ES")

    person.page.get_by_role("button", name="العربية").click()

    expect(person.page.get_by_role("heading", level=1)).to_have_text("مساعدة الآن")
    assert person.page.url.endswith("/help-now/?country=ES")
    expect(person.go("/nowhere/").page.locator("html")).to_have_attribute("lang", "ar")
    person.page.get_by_role("button", name="English").click()
    person.sees("There is nothing at this address")


def test_a_members_choice_follows_them_to_another_browser(visitor: Arrive) -> None:
    visitor("Yuki").go("/spaces/").page.get_by_role("button", name="Español").click()

    elsewhere = visitor("Yuki").go("/spaces/")

    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Espacios")
    elsewhere.page.get_by_role("button", name="English").click()
