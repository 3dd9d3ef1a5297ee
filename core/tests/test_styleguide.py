"""The style guide shows every component, and only where people build."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

from core.templating import page_address, when

pytestmark = pytest.mark.once

HERE = Path(__file__).resolve().parents[1]


@pytest.fixture
def page(stranger):
    return stranger.get("/styleguide/").content.decode()


def test_it_shows_every_shared_piece(page):
    macros = re.findall(r"{% macro ([a-z]\w+)", (HERE / "templates/core/components.html").read_text())
    guide = (HERE / "templates/core/styleguide.html").read_text()

    assert [name for name in macros if f"c.{name}(" not in guide] == []
    assert "</html>" in page


def test_it_is_not_there_for_people_who_use_the_community(stranger, settings, monkeypatch):
    settings.TESTING = False
    assert stranger.get("/styleguide/").status_code == 404
    assert stranger.get("/styleguide/errors/500/").status_code == 404

    monkeypatch.setenv("HEARTHSIDE_STYLEGUIDE", "1")
    assert stranger.get("/styleguide/").status_code == 200


def test_every_page_has_both_doors_early(page):
    links = re.findall(r'<a [^>]*href="([^"]*)"', page)

    assert links[:2] == ["#main", "/leave/"]
    assert "/help-now/" in links[:8]
    assert page.index('href="/leave/" rel="nofollow noreferrer"') < page.index("<main")


def test_labels_hints_and_errors_belong_to_their_fields(page):
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert described <= set(ids)
    assert len(ids) == len(set(ids))
    assert 'aria-invalid="true"' in page


def test_the_offline_page_needs_nothing(stranger):
    response = stranger.get("/offline/")

    assert response.status_code == 200
    assert 'href="/help-now/"' in response.content.decode()


def test_times_are_told_to_the_minute():
    moment = datetime(2026, 11, 21, 22, 20, 59, 123456, tzinfo=UTC)

    assert when(moment) == '<time datetime="2026-11-21T22:20Z">21 November 2026, 22:20 UTC</time>'
    assert when(None) == ""


def test_an_address_can_be_changed_in_one_part():
    request = RequestFactory().get("/search/?q=two+cups&after=a&space=1&space=2")

    assert page_address(request, after="b") == "/search/?q=two+cups&space=1&space=2&after=b"
    assert page_address(request, after=None, q=None, space=None) == "/search/"


def test_a_page_of_the_frame_can_be_drawn_without_a_request():
    html = engines.all()[0].get_template("core/error.html").render({"heading": "Quiet", "paragraphs": []})

    assert "Quiet" in html
