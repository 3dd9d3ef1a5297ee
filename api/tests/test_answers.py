"""The form of answers: marks for what did not change, limits, and problems for whatever cannot be read."""

import json

import pytest

from api.tests.program import problem_of
from core.problems import KINDS


@pytest.fixture(autouse=True)
def _nothing_is_guessed_about_the_pace(settings):
    settings.API_PACE = {who: {"reads": 10_000, "writes": 10_000} for who in ("member", "stranger")}


def test_an_answer_that_did_not_change_is_sent_once(asha, space, write, program):
    reader = program(asha)
    first = reader.get("/threads")

    again = reader.get("/threads", If_None_Match=first["ETag"])
    write(asha)
    changed = reader.get("/threads", If_None_Match=first["ETag"])

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    for header in ("*", f"W/{first['ETag']}", f'"other", {changed["ETag"]}'):
        expected = 200 if "W/" in header else 304
        assert reader.get("/threads", If_None_Match=header).status_code == expected


def test_marks_tell_nobody_that_others_read_the_same(asha, ben, space, program):
    assert program(asha).get("/topics")["ETag"] != program(ben).get("/topics")["ETag"]


def test_answers_vary_by_who_asks(asha, program):
    vary = program(asha).get("/me")["Vary"]

    assert {"Authorization", "Cookie", "Accept-Language"} <= {name.strip() for name in vary.split(",")}


def test_head_is_answered_like_get_without_a_body(asha, space, program):
    reader = program(asha)

    response = reader.ask("HEAD", "/spaces")

    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == reader.get("/spaces")["ETag"]


def test_a_way_of_asking_that_there_is_not_says_which_there_are(asha, program):
    response = program(asha).ask("DELETE", "/me")

    assert problem_of(response) == "method"
    assert response["Allow"] == "GET"


@pytest.mark.parametrize("body", ["{", "[1]", '"words"', "null", '{"title": "\\ud800"}', "\\xff"])
def test_a_body_that_cannot_be_read_is_a_problem(asha, space, program, body):
    author = program(asha)

    response = author.client.generic(
        "POST", "/api/v1/spaces/grief/threads", body, content_type="application/json", headers=author.headers
    )

    assert problem_of(response) in {"unreadable", "not-valid"}


@pytest.mark.parametrize(
    "content_type", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", ""]
)
def test_a_body_in_another_form_is_refused(asha, space, program, content_type):
    author = program(asha)

    response = author.client.generic(
        "POST", "/api/v1/spaces/grief/threads", "title=x", content_type=content_type, headers=author.headers
    )

    assert problem_of(response) == "media-type"


def test_a_body_that_is_too_large_is_refused(asha, space, program):
    response = program(asha).ask("POST", "/spaces/grief/threads", {"title": "x" * 2_600_000})

    assert problem_of(response) == "too-large"


@pytest.mark.parametrize(
    "path", ["/threads/abc", "/threads/0", "/threads/9223372036854775808", "/threads/%D9%A3"]
)
def test_an_id_that_is_none_is_a_problem_with_its_name(asha, program, path):
    response = program(asha).get(path)

    assert problem_of(response) == "not-valid"
    assert response.json()["errors"][0]["in"] == "path"
    assert response.json()["errors"][0]["field"] == "thread_id"


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%00", "x" * 401])
def test_a_cursor_of_somebody_elses_making_does_no_harm(asha, space, program, cursor):
    assert program(asha).get(f"/threads?cursor={cursor}").status_code in {200, 400, 422}


def test_what_was_sent_is_never_said_again(asha, space, program):
    response = program(asha).ask("POST", "/spaces/grief/threads", {"title": 5, "body": ["kingfisher"]})

    assert "kingfisher" not in response.content.decode()


def test_our_own_faults_are_problems_too(asha, program, monkeypatch):
    monkeypatch.setattr("people.queries.list_topics", lambda: 1 / 0)
    monkeypatch.setattr("people.queries.topic_names", lambda: 1 / 0)
    reader = program(asha)
    reader.client.raise_request_exception = False

    assert problem_of(reader.get("/topics")) == "broken"


def test_who_asks_too_often_is_told_how_long_to_wait(asha, ben, space, program, settings):
    settings.API_PACE = {"member": {"reads": 3, "writes": 1}, "stranger": {"reads": 2, "writes": 1}}
    reader = program(asha)

    answers = [reader.get("/spaces") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert problem_of(answers[3]) == "slow-down"
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert program(asha).get("/spaces").status_code == 429, "another token of the same member waits too"
    assert program(ben).get("/spaces").status_code == 200
    assert reader.ask("PUT", "/spaces/grief/visit").status_code == 204
    assert reader.ask("PUT", "/spaces/grief/visit").status_code == 429
    assert [program().get("/spaces").status_code for _ in range(3)] == [200, 200, 429]


def test_every_problem_has_its_place_on_the_readable_page(client, db):
    page = client.get("/api/").content.decode()

    for name in KINDS:
        assert f'id="{name}"' in page


def test_a_page_that_is_no_programs_stays_a_page(client, db):
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")


def test_problems_come_as_json_that_holds_what_they_say(db, client):
    told = json.loads(client.get("/api/v1/me").content)

    assert told == {
        "type": "/api/#sign-in",
        "title": "Sign in first",
        "status": 401,
        "detail": "What you asked for needs a token that works, or there is nothing of that kind for strangers.",
    }
