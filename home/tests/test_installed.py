"""Installed on a telephone: names, icons, and what a browser keeps for when there is no connection."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from core.models import Community
from people.actions import set_discreet


@pytest.fixture(autouse=True)
def lantern_house(db):
    Community(name="Lantern House", neutral_name="Lists", leave_url="https://weather.example/").save()


def setup_of(browser, address):
    return json.loads(re.match(r"const SETUP = (.*);\n", browser.get(address).content.decode())[1])


@pytest.mark.parametrize(
    ("query", "name", "icon"), [("", "Lantern House", "icon"), ("?plain", "Lists", "plain")]
)
def test_the_manifest_names_the_place_or_does_not(stranger, query, name, icon):
    response = stranger.get(f"/manifest.webmanifest{query}")

    manifest = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["short_name"], manifest["display"]) == (name, name, "standalone")
    for shown in manifest["icons"]:
        assert f"home/{icon}" in shown["src"]
        if shown["type"] == "image/png":
            size = Image.open(finders.find(shown["src"].removeprefix("/static/"))).size
            assert shown["sizes"] == f"{size[0]}x{size[1]}"
    assert ("Lantern" in response.content.decode()) == (name == "Lantern House")


def test_the_two_kinds_are_two_apps_so_that_none_is_ever_renamed(stranger):
    ids = {stranger.get(f"/manifest.webmanifest{query}").json()["id"] for query in ("", "?plain")}

    assert len(ids) == 2


def test_pages_name_the_manifest_and_the_worker_of_their_kind(asha, browser_of):
    browser = browser_of(asha)
    usual = browser.get("/").content.decode()
    set_discreet(asha, discreet=True)
    quiet = browser.get("/").content.decode()

    assert 'href="/manifest.webmanifest"' in usual and 'data-worker="/service-worker.js"' in usual
    assert 'href="/manifest.webmanifest?plain"' in quiet and 'data-worker="/service-worker.js?plain"' in quiet


def test_the_worker_keeps_one_page_and_what_it_is_drawn_with(stranger):
    setup = setup_of(stranger, "/service-worker.js")
    page = stranger.get(setup["page"]).content.decode()

    assert setup["leave"] == "https://weather.example/"
    loaded = re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', page)
    assert setup["page"] in setup["keep"] and set(loaded) <= set(setup["keep"])


def test_the_page_for_no_connection_is_the_same_whoever_asks(asha, stranger, browser_of):
    def drawn(browser):
        return re.sub(r' nonce="[^"]*"', "", browser.get("/offline/?in=en").content.decode())

    assert drawn(browser_of(asha)) == drawn(stranger)
    assert "Asha" not in drawn(browser_of(asha))


def test_it_has_the_lines_of_every_country_and_is_light(stranger):
    page = stranger.get("/offline/", HTTP_ACCEPT_ENCODING="gzip")

    assert len(page.content) < 30_000
    words = stranger.get("/offline/").content.decode()
    assert words.count("<summary>") > 20
    assert "116 123" in words and 'href="tel:' in words


def test_the_plain_kind_does_not_name_the_place(stranger):
    setup = setup_of(stranger, "/service-worker.js?plain")

    assert setup["plain"] and "plain" in setup["page"]
    page = stranger.get(setup["page"]).content.decode()
    assert "Lantern House" not in page and "<title>Lists</title>" in page


def test_the_worker_changes_when_what_it_keeps_changes(stranger):
    before = setup_of(stranger, "/service-worker.js")
    Community(name="Harbour", leave_url="https://weather.example/").save()

    assert setup_of(stranger, "/service-worker.js")["version"] != before["version"]


def test_it_speaks_the_language_of_whoever_asked(stranger):
    stranger.cookies["language"] = "es"
    setup = setup_of(stranger, "/service-worker.js")
    del stranger.cookies["language"]

    assert '<html lang="es"' in stranger.get(setup["page"]).content.decode()
    assert stranger.get("/offline/?in=nonsense").status_code == 200
