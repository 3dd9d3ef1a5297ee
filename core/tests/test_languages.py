"""Which language pages speak, and names of another direction in their sentences."""

import pytest
from django.db import DatabaseError
from django.template import engines
from django.test import Client
from django.utils.translation import override
from markupsafe import Markup

from core import errors, languages
from core.models import Community


def language_of(response):
    return response.content.decode().split('<html lang="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("ar-EG", "ar"),
        ("en-GB,ar;q=0.9", "en"),
        ("fr,ar;q=0.3", "ar"),
        ("xx", "en"),
        ("", "en"),
        ("*", "en"),
        ("\x00" * 4000, "en"),
        ("es;q=nonsense", "en"),
    ],
)
def test_a_page_is_in_the_language_the_browser_asks_for(stranger, wish, language):
    response = stranger.get("/sign-in/", headers={"Accept-Language": wish})

    assert language_of(response) == response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]


def test_arabic_pages_run_from_right_to_left(stranger):
    html = stranger.get("/sign-in/", headers={"Accept-Language": "ar"}).content.decode()

    assert '<html lang="ar" dir="rtl"' in html


def test_a_visitors_own_choice_wins_and_leads_back_to_the_page(stranger):
    response = stranger.post("/language/", {"language": "ar", "next": "/help-now/?country=GB"})

    assert response["Location"] == "/help-now/?country=GB"
    assert language_of(stranger.get("/sign-in/", headers={"Accept-Language": "es"})) == "ar"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "", "javascript:alert(1)"])
def test_choosing_a_language_never_leads_elsewhere(stranger, elsewhere):
    response = stranger.post("/language/", {"language": "es", "next": elsewhere})

    assert response["Location"] == "/"


def test_a_language_nobody_speaks_here_changes_nothing(stranger):
    response = stranger.post("/language/", {"language": "tlh"})

    assert response.status_code == 200
    assert "language" not in response.cookies


def test_a_member_keeps_their_language_in_every_browser(asha, browser_of):
    browser_of(asha).post("/language/", {"language": "es"})

    assert language_of(browser_of(asha).get("/account/", headers={"Accept-Language": "ar"})) == "es"


def test_who_joins_in_a_language_keeps_it(db):
    browser = Client(headers={"Accept-Language": "ar"})
    page = browser.get("/join/").content.decode()
    agreement = page.split('name="agreement" value="')[1].split('"')[0]
    form = {"name": "Quiet Harbour", "passphrase": "a long passphrase", "old_enough": "on", "agree": "on"}

    browser.post("/join/", {**form, "agreement": agreement})

    assert language_of(browser.get("/account/", headers={"Accept-Language": "es"})) == "ar"


def test_leaving_forgets_the_language_too(stranger):
    stranger.post("/language/", {"language": "ar"})

    response = stranger.get("/leave/")

    assert response.cookies["language"]["max-age"] == 0


def test_the_operators_language_serves_whoever_asks_for_none_of_ours(stranger):
    Community(language="es").save()
    languages.forget_default()

    assert language_of(stranger.get("/sign-in/", headers={"Accept-Language": "fi"})) == "es"


def test_a_silent_database_still_gives_an_error_page_in_the_visitors_language(monkeypatch, rf):
    def broken(*args, **kwargs):
        raise DatabaseError("no such table")

    monkeypatch.setattr("core.languages.get_community", broken)
    monkeypatch.setattr("core.errors.get_community", broken)
    languages.forget_default()

    with override(languages.default_language()):
        assert language_of(errors.server_error(rf.get("/"))) == "en"
    with override("ar"):
        html = errors.server_error(rf.get("/")).content.decode()
    assert 'lang="ar" dir="rtl"' in html
    assert 'action="/language/"' in html


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/join/", "/help-now/", "/no/such/place/", "/offline/"])
def test_the_languages_can_be_chosen_on_every_page_without_scripts(stranger, path):
    html = stranger.get(path).content.decode()

    assert 'action="/language/"' in html
    assert all(f'value="{code}" lang="{code}"' in html for code in ("en", "es", "ar"))
    assert 'value="en" lang="en" aria-current="true"' in html


class TestNamesInSentences:
    SENTENCE = "{{ _('Block %(name)s?', name=name) }}"

    def draw(self, name):
        return engines["templating"].from_string(self.SENTENCE).render({"name": name})

    def test_nothing_is_added_where_everything_runs_one_way(self):
        assert self.draw("Asha") == "Block Asha?"

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_a_piece_that_is_markup_already_is_not_shown_as_signs(self, language):
        with override(language):
            words = (
                engines.all()[0]
                .env.from_string('{{ _("as %(name)s", name=name|bold) }}')
                .render(name="Q & A")
            )

        assert "<b><bdi>Q &amp; A</bdi></b>" in words

    def test_a_name_of_the_other_direction_is_isolated(self):
        assert self.draw("\u0644\u064a\u0644\u0649") == "Block \u2068\u0644\u064a\u0644\u0649\u2069?"

    def test_every_name_is_isolated_in_a_sentence_that_runs_right_to_left(self):
        with override("ar"):
            assert "\u2068Asha\u2069" in self.draw("Asha")

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_a_piece_of_a_page_in_a_sentence_stays_one(self, language):
        with override(language):
            assert "<time>" in self.draw(Markup("<time>"))

    def test_a_name_that_is_markup_is_still_escaped(self):
        with override("ar"):
            assert "<b>" not in self.draw("<b>")


@pytest.mark.parametrize(
    ("words", "joined"),
    [([], ""), (["loss"], "loss"), (["loss", "abuse"], "loss and abuse"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_is_said_as_people_say_it(words, joined):
    assert languages.join_words(words) == joined
