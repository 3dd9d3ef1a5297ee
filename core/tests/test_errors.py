"""Error pages keep both doors open and nobody's words are lost."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.test import Client, RequestFactory

from core import errors
from core.errors import csrf_failure

PAGES = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.not_found,
    413: errors.too_large,
    429: errors.too_many,
    500: errors.server_error,
}


def stale(data, *, site="same-origin", path="/threads/1/replies/?after=2", **headers):
    request = RequestFactory().post(path, data, headers={"Sec-Fetch-Site": site, **headers})
    return csrf_failure(request)


def main_of(html):
    return html.split("<main")[1].split("</main>")[0]


def has_both_doors(html):
    return 'href="/help-now/"' in html and 'href="/leave/"' in html


@pytest.mark.parametrize("status", PAGES)
def test_every_error_page_keeps_both_doors(db, status):
    response = PAGES[status](RequestFactory().get("/somewhere/"))

    assert response.status_code == status
    html = response.content.decode()
    assert has_both_doors(html)
    assert 'href="/"' in html
    assert "!" not in html.split("<main")[1].split("</main>")[0]


def test_an_unknown_address_shows_the_kind_page(stranger):
    response = stranger.get("/no/such/place/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_too_many_says_when_to_try_again(db):
    response = errors.too_many(RequestFactory().get("/"), minutes=3)

    assert response["Retry-After"] == "180"
    assert "3 minutes" in response.content.decode()


def test_a_body_too_big_for_the_form_parser_is_a_413(db):
    response = errors.bad_request(RequestFactory().get("/"), RequestDataTooBig("private words"))

    assert response.status_code == 413
    assert "private words" not in response.content.decode()


@pytest.mark.parametrize("status", PAGES)
def test_every_error_page_appears_while_the_database_is_broken(monkeypatch, status):
    def broken(*args, **kwargs):
        raise DatabaseError("no such table")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", broken)
    monkeypatch.setattr("core.errors.get_community", broken)
    request = RequestFactory().get("/")
    request.session = request.member = property(broken)

    response = PAGES[status](request)

    assert response.status_code == status
    assert has_both_doors(response.content.decode())


def test_even_a_broken_template_leaves_plain_words_and_both_doors(monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("the disk is gone")

    monkeypatch.setattr("core.errors.render_to_string", broken)

    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert has_both_doors(response.content.decode())
    assert "Something broke on our side" in response.content.decode()


def test_a_page_that_breaks_gives_the_kind_page(db, settings):
    settings.ROOT_URLCONF = "core.tests.breaking_urls"
    client = Client(raise_request_exception=False)

    response = client.get("/breaks/")

    assert response.status_code == 500
    html = response.content.decode()
    assert "Something broke on our side" in html
    assert "private words" not in html
    assert response["Content-Security-Policy"]


class TestStaleForm:
    def test_the_words_come_back_in_a_form_that_sends_them_with_one_press(self, db):
        response = stale({"body": "I keep making\ntwo cups of tea", "notes": ["loss", "abuse"]})

        html = response.content.decode()
        assert response.status_code == 403
        assert "I keep making\ntwo cups of tea</textarea>" in html
        assert 'name="notes" value="loss"' in html
        assert 'name="notes" value="abuse"' in html
        assert 'action="/threads/1/replies/?after=2"' in html
        assert 'name="csrfmiddlewaretoken" value=' in html
        assert has_both_doors(html)

    def test_pressing_again_really_sends_them(self, db, settings):
        settings.ROOT_URLCONF = "core.tests.breaking_urls"
        client = Client(enforce_csrf_checks=True)
        first = client.post("/echo/", {"body": "two words"}, headers={"Sec-Fetch-Site": "same-origin"})
        token = first.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

        second = client.post("/echo/", {"body": "two words", "csrfmiddlewaretoken": token})

        assert first.status_code == 403
        assert second.content.decode() == "two words"

    def test_words_that_begin_with_an_empty_line_keep_it(self, db):
        assert ">\n\nafter a pause</textarea>" in stale({"body": "\nafter a pause"}).content.decode()

    def test_passphrases_and_the_old_token_are_not_repeated(self, db):
        html = stale(
            {"name": "Asha", "passphrase": "a long passphrase", "csrfmiddlewaretoken": "old"}
        ).content.decode()

        assert "a long passphrase" not in html
        assert 'value="old"' not in html
        assert 'type="password" name="passphrase"' in html
        assert 'name="name" value="Asha"' in html

    def test_markup_in_the_words_stays_words(self, db):
        html = stale({"body": "</textarea><script>alert(1)</script> & more"}).content.decode()

        assert "<script>alert" not in html
        assert "&lt;/textarea&gt;" in html

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
    def test_a_form_from_another_site_is_not_offered_for_sending(self, db, site):
        html = stale({"body": "words of a stranger"}, site=site).content.decode()

        assert "words of a stranger" in html
        assert "<form" not in main_of(html)
        assert "csrfmiddlewaretoken" not in html

    def test_an_older_browser_is_believed_by_its_origin(self, db):
        theirs = stale({"body": "two words"}, site="", origin="https://elsewhere.example").content.decode()
        ours = stale({"body": "two words"}, site="", origin="http://testserver").content.decode()

        assert "<form" not in main_of(theirs)
        assert "<form" in main_of(ours)

    def test_nothing_posted_still_gives_a_page(self, db):
        assert stale({}).status_code == 403
