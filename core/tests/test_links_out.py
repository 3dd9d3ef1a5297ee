"""Links in words lead to a page that says where they lead, and only those that were made here lead on."""

import html
import re
from importlib import import_module

import pytest
from django.apps import apps

from core.links import out_address, straightened
from core.text import render_markdown

PARK = "https://park.example/a map?of=trees&in=spring#pond"
WAY_OUT = re.compile(r'<a class="button main" href="(https?:[^"]*)" rel="([^"]*)"')


def address_in(rendered):
    return html.unescape(re.search('href="([^"]*)"', rendered)[1])


def ways_out(page):
    return WAY_OUT.findall(page.content.decode())


def test_a_link_somebody_wrote_says_where_it_leads_and_waits_for_a_press(stranger):
    page = stranger.get(address_in(render_markdown("See [the park](https://park.example/map?a=1&b=2).")))

    assert page.status_code == 200
    assert "park.example" in page.content.decode()
    assert ways_out(page) == [("https://park.example/map?a=1&amp;b=2", "noreferrer nofollow noopener")]
    assert "http-equiv" not in page.content.decode() and "Refresh" not in page.headers


@pytest.mark.parametrize(
    ("to", "key"),
    [
        ("https://evil.example/", None),
        ("https://evil.example/", ""),
        ("https://evil.example/", "x" * 43),
        ("https://evil.example/", "é:"),
        ("javascript:alert(1)", None),
        ("", ""),
        ("//evil.example", ""),
        ("https://[::1", ""),
        ("x" * 5_000, "y"),
    ],
)
def test_an_address_that_was_not_made_here_is_not_offered(stranger, to, key):
    page = stranger.get("/out/", {"to": to} | ({} if key is None else {"key": key}))

    assert page.status_code == 404
    assert ways_out(page) == []
    assert "evil.example" not in "".join(re.findall('href="([^"]*)"', page.content.decode()))
    assert "We do not open this link" in page.content.decode()


def test_the_key_of_one_link_opens_no_other(stranger):
    key = out_address("https://park.example/").partition("&key=")[2]

    assert ways_out(stranger.get("/out/", {"to": "https://evil.example/", "key": key})) == []


def test_only_the_web_is_led_to_even_with_a_key(stranger):
    assert ways_out(stranger.get(out_address("javascript:alert(1)"))) == []


def test_markup_in_an_address_stays_an_address(stranger):
    page = stranger.get(out_address('https://park.example/"><script>alert(1)</script>')).content.decode()

    assert "<script>alert" not in page


def test_for_reading_elsewhere_links_lead_straight():
    rendered = render_markdown("[the park](https://park.example/map?a=1&b=2) and https://sea.example/é")

    assert re.findall('href="([^"]*)"', straightened(rendered)) == [
        "https://park.example/map?a=1&amp;b=2", "https://sea.example/%C3%A9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("app", "migration", "model"),
    [("forum", "0003_links_out", "Post"), ("people", "0004_links_out", "Agreement")],
)
def test_words_stored_before_are_drawn_again(db, app, migration, model, request):
    if model == "Post":
        request.getfixturevalue("asha")
        from django.utils import timezone

        from forum.actions import start_thread
        from forum.models import Space
        from people.models import Member

        space = Space.objects.create(slug="grief", name="Grief", purpose="For loss.")
        body = "[the park](https://park.example/)"
        thread = start_thread(
            space, author=Member.objects.get(), title="Walks", body=body, wants="listen", now=timezone.now()
        )
        stored = thread.posts.get()
    else:
        stored = apps.get_model(app, model).objects.create(body="[the park](https://park.example/)")
    stored.html = '<p dir="auto"><a href="https://park.example/">the park (park.example)</a></p>'
    stored.save()

    import_module(f"{app}.migrations.{migration}").draw_again(apps, None)

    stored.refresh_from_db()
    assert 'href="/out/?to=https%3A%2F%2Fpark.example' in stored.html
