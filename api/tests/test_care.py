"""A program learns of the offer of somebody to talk to as a page does: at once, its author alone, in one shape."""

from typing import Any

import pytest

from safety.models import Band, Case, CaseNote

IN_DANGER = "I want to kill myself tonight. I have everything ready."
THREAD = {"title": "Tonight", "body": IN_DANGER, "wants": "listen"}


def threads_of(author: Any, *_: Any) -> tuple[str, dict[str, Any]]:
    made = author.do("POST", "/spaces/grief/threads?country=GB", THREAD)
    return f"/threads/{made['id']}?country=GB", made


def posts_of(author: Any, *_: Any) -> tuple[str, dict[str, Any]]:
    thread = author.do("POST", "/spaces/grief/threads", {**THREAD, "body": "Soup."})
    made = author.do("POST", f"/threads/{thread['id']}/replies?country=GB", {"body": IN_DANGER})
    return f"/posts/{made['id']}?country=GB", made


def profiles_of(author: Any, *_: Any) -> tuple[str, dict[str, Any]]:
    changed = author.do("PATCH", "/me/profile?country=GB", {"about": IN_DANGER, "about_audience": "members"})
    return "/me/profile?country=GB", changed


def messages_of(author: Any, other: Any, talk: int) -> tuple[str, dict[str, Any]]:
    made = author.do("POST", f"/conversations/{talk}/messages?country=GB", {"body": IN_DANGER})
    return f"/messages/{made['id']}?country=GB", made


def requests_of(author: Any, *_: Any) -> tuple[str, dict[str, Any]]:
    made = author.do("POST", "/members/Chen/requests?country=GB", {"words": IN_DANGER})
    return f"/sent-requests/{made['id']}?country=GB", made


@pytest.mark.parametrize("write", [threads_of, posts_of, profiles_of, messages_of, requests_of])
def test_the_answer_offers_its_author_people_to_talk_to(
    write: Any, asha: Any, ben: Any, chen: Any, space: Any, talk: Any, program: Any
) -> None:
    author, other = program(asha), program(ben)

    where, told = write(author, other, talk)

    care = told["care"]
    assert sorted(care) == sorted(
        [
            "says",
            "somebody_here",
            "next_shift",
            "asked",
            "answered_here",
            "answer_at",
            "lines",
            "help_lines",
            "own_notes",
        ]
    )
    assert "Would you like to talk to someone now?" in care["says"]
    assert any("116 123" in phone for line in care["lines"] for phone in line["phones"])
    if "profile" not in where and "sent" not in where:
        assert other.read(where)["care"] is None
    at = care["answer_at"].removeprefix("/api/v1")
    author.do("POST", at, {"do": "talk"})
    assert author.read(where)["care"]["asked"]
    assert CaseNote.objects.filter(act="talk", case__band=Band.NOW, case__about=asha).count() == 1
    author.do("POST", at, {"do": "away"})
    assert author.read(where)["care"] is None


def test_a_program_is_led_to_its_members_notes_to_themselves(
    asha: Any, ben: Any, space: Any, program: Any
) -> None:
    author = program(asha)
    where, told = threads_of(author)
    assert told["care"]["own_notes"] is None
    kept = author.do("PUT", "/me/safety-notes", {"helps": "The quince tree.", "company": "A dog."})

    at = author.read(where)["care"]["own_notes"].removeprefix("/api/v1")

    assert author.read(at) == kept and kept["helps"] == "The quince tree." and kept["written"]
    assert program(ben).read(at)["helps"] == ""
    assert author.do("PUT", "/me/safety-notes", {"helps": ""})["written"] is None
    assert author.read(where)["care"]["own_notes"] is None


def test_what_worries_nobody_offers_nothing(asha: Any, space: Any, program: Any) -> None:
    made = program(asha).do("POST", "/spaces/grief/threads", {**THREAD, "body": "I made soup."})

    assert made["care"] is None


def test_nobody_else_answers_it(asha: Any, ben: Any, space: Any, talk: Any, program: Any) -> None:
    _, told = posts_of(program(asha))

    answer = program(ben).ask("POST", told["care"]["answer_at"].removeprefix("/api/v1"), {"do": "talk"})

    assert answer.status_code == 404
    assert not Case.objects.filter(notes__act="talk").exists()
