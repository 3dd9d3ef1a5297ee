"""What every answer carries, and what is refused before any page sees it."""

import gzip
import zlib

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from core.middleware import SMALLEST, compress, guard, gzip_padded

WORDS = "Two cups of tea. " * 200


def answer(text=WORDS, **headers):
    return lambda request: HttpResponse(text, headers=headers or None)


def get(middleware, path="/", respond=None, **headers):
    return middleware(respond or answer())(RequestFactory().get(path, **headers))


class TestGuard:
    def test_every_answer_says_that_nothing_from_elsewhere_may_run(self, db):
        response = get(guard)

        assert response["Content-Security-Policy"].startswith("default-src 'none'; script-src 'none';")
        assert "camera=()" in response["Permissions-Policy"]
        assert response["X-DNS-Prefetch-Control"] == "off"

    def test_nothing_of_a_signed_in_page_is_kept_by_the_browser(self, db):
        assert get(guard, HTTP_COOKIE="session=abc")["Cache-Control"] == "private, no-store"
        assert get(guard)["Cache-Control"] == "private, no-cache"

    def test_a_page_that_says_how_it_may_be_kept_is_heard(self, db):
        response = get(guard, respond=answer(**{"Cache-Control": "max-age=60"}))

        assert response["Cache-Control"] == "max-age=60"

    @pytest.mark.parametrize("query", ["q=%00", "q=a%FF", "q=%ED%A0%80", "%C3%28=1", "q=a%C3"])
    def test_an_address_that_is_not_text_is_refused_kindly(self, db, query):
        response = get(guard, f"/search/?{query}")

        assert response.status_code == 400
        assert b"/help-now/" in response.content

    def test_a_nul_in_the_path_or_hidden_in_a_cookie_is_refused(self, db):
        assert get(guard, "/members/a%00b/").status_code == 400
        assert get(guard, HTTP_COOKIE='session="\\000abc"').status_code == 400

    @pytest.mark.parametrize(
        "query", ["q=tea%20and%20%C3%A9", "q=%F0%9F%8C%B1", "q=100%25", "", "q=%E2%80%AE"]
    )
    def test_ordinary_words_in_an_address_pass(self, db, query):
        assert get(guard, f"/search/?{query}").status_code == 200

    @pytest.mark.parametrize("charset", ["utf-7", "hex", "nonsense", "utf-16"])
    def test_a_form_in_another_encoding_than_ours_is_refused(self, charset, db):
        kind = f"multipart/form-data; boundary=a; charset={charset}"
        request = RequestFactory().generic("POST", "/", b"--a--", kind)

        assert guard(answer())(request).status_code == 400

    @pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
    def test_a_form_that_says_it_is_in_ours_passes(self, charset, db):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        request = RequestFactory().post("/", b"body=x", content_type=kind)

        assert guard(answer())(request).status_code == 200

    def test_more_than_six_megabytes_are_not_even_read(self, db):
        request = RequestFactory().post("/", CONTENT_LENGTH="6000001")

        response = guard(pytest.fail)(request)

        assert response.status_code == 413
        assert "Content-Security-Policy" in response

    def test_a_length_that_is_no_number_does_no_harm(self, db):
        request = RequestFactory().get("/", CONTENT_LENGTH="many")

        assert guard(answer())(request).status_code == 200


class TestCompress:
    def test_words_come_back_the_same_and_smaller(self):
        response = get(compress, HTTP_ACCEPT_ENCODING="br, gzip")

        assert response["Content-Encoding"] == "gzip"
        assert int(response["Content-Length"]) == len(response.content) < 500
        assert gzip.decompress(response.content).decode() == WORDS
        assert "Accept-Encoding" in response["Vary"]

    def test_the_size_of_the_same_page_varies(self):
        sizes = {len(gzip_padded(WORDS.encode())) for _ in range(40)}

        assert len(sizes) > 10
        assert zlib.decompress(gzip_padded(b"tea"), wbits=31) == b"tea"

    @pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0, br", "x-gzipped"])
    def test_a_browser_that_does_not_want_it_is_left_alone(self, accepted):
        response = get(compress, HTTP_ACCEPT_ENCODING=accepted)

        assert "Content-Encoding" not in response
        assert "Accept-Encoding" in response["Vary"]

    @pytest.mark.parametrize("accepted", ["gzip", "gzip;q=1.0", "deflate, gzip;q=0.5", "*"])
    def test_a_browser_that_wants_it_gets_it(self, accepted):
        assert get(compress, HTTP_ACCEPT_ENCODING=accepted)["Content-Encoding"] == "gzip"

    @pytest.mark.parametrize(
        "respond",
        [
            answer("short"),
            answer(**{"Content-Encoding": "br"}),
            answer(**{"Content-Type": "image/webp"}),
            lambda request: StreamingHttpResponse([WORDS]),
        ],
        ids=["short", "already encoded", "a picture", "a stream"],
    )
    def test_what_gains_nothing_is_left_alone(self, respond):
        response = get(compress, respond=respond, HTTP_ACCEPT_ENCODING="gzip")

        assert response.get("Content-Encoding") != "gzip"
        assert len("short") < SMALLEST

    def test_a_strong_etag_becomes_a_weak_one(self):
        response = get(compress, respond=answer(ETag='"v1"'), HTTP_ACCEPT_ENCODING="gzip")

        assert response["ETag"] == 'W/"v1"'
