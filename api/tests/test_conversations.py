"""Conversations by program: the same doors as on the pages, and no word to who may not have it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from api.tests.program import problem_of
from chat import actions
from chat.models import Request
from people.actions import block, mute
from people.models import Member


@pytest.fixture(autouse=True)
def _nobody_is_new(asha: Any, ben: Any, chen: Any) -> None:
    Member.objects.update(joined_at=timezone.now() - timedelta(days=30))


def test_asking_accepting_talking_and_ending(asha, ben, space, write, program):
    write(asha, reply_by=ben)
    one, other = program(asha), program(ben)
    sent = one.do("POST", "/members/Ben/requests", {"words": "Shall we talk"})
    actions.deliver(sent["id"], now=timezone.now())

    asked = other.read("/requests")["items"][0]
    assert (asked["by"], asked["words"], asked["set_aside"]) == ("Asha", "Shall we talk", False)
    other.do("POST", f"/requests/{asked['id']}/not-now")
    assert one.read("/sent-requests")["items"] == [sent]
    other.do("POST", f"/requests/{asked['id']}/accept")
    assert one.read("/sent-requests")["items"] == []

    talk = one.read("/conversations")["items"][0]
    message = other.do("POST", f"/conversations/{talk['id']}/messages", {"body": "Gladly, **Asha**."})
    answer = one.do(
        "POST", f"/conversations/{talk['id']}/messages", {"body": "Good", "answers": message["id"]}
    )
    assert answer["answers"] == message["id"]
    assert [each["html"] for each in one.read(f"/conversations/{talk['id']}/messages")["items"]] == [
        '<p dir="auto">Shall we talk</p>',
        '<p dir="auto">Gladly, <strong>Asha</strong>.</p>',
        '<p dir="auto">Good</p>',
    ]
    assert other.read(f"/conversations/{talk['id']}")["news"]
    other.do("PUT", f"/conversations/{talk['id']}/read")
    assert not other.read(f"/conversations/{talk['id']}")["news"]
    one.do("PUT", f"/conversations/{talk['id']}/end")
    refused = other.ask("POST", f"/conversations/{talk['id']}/messages", {"body": "Why"})
    assert problem_of(refused) == "conflict"


def test_a_message_sent_again_with_its_key_is_one(asha, talk, program):
    writer = program(asha)
    made = [
        writer.do("POST", f"/conversations/{talk}/messages", {"body": "Once"}, Idempotency_Key="k")["id"]
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert len(writer.read(f"/conversations/{talk}/messages")["items"]) == 2


def test_own_words_are_changed_taken_back_and_answered_with_a_press(asha, ben, talk, program):
    one, other = program(asha), program(ben)
    message = one.do("POST", f"/conversations/{talk}/messages", {"body": "Adn so"})
    address = f"/messages/{message['id']}"

    assert one.do("PUT", address, {"body": "And so"})["edited"]
    assert other.do("PUT", f"{address}/support/hear")["support"] == ["hear"]
    assert other.do("DELETE", f"{address}/support/hear")["support"] == []
    assert other.ask("PUT", address, {"body": "Mine"}).status_code == 403
    one.do("DELETE", address)
    gone = other.read(address)
    assert (gone["removed"], gone["html"], gone["body"], gone["notes"]) == (True, "", None, [])


def test_words_are_found_in_one_s_own_conversations_alone(asha, ben, chen, talk, program):
    program(asha).do("POST", f"/conversations/{talk}/messages", {"body": "The heron stood there"})

    assert len(program(ben).read("/found-messages?q=heron")["items"]) == 1
    assert program(chen).read("/found-messages?q=heron")["items"] == []


def everything_of(member: Any, program: Any, numbers: dict[str, int]) -> str:
    """Return all that a program of this member's gets to read about conversations, refusals too."""
    reader = program(member)
    addresses = (
        "/conversations", "/conversations/{talk}", "/conversations/{talk}/messages", "/messages/{message}",
        "/requests", "/requests/{request}", "/sent-requests", "/sent-requests/{request}", "/found-messages?q=heron",
        "/notices",
    )  # fmt: skip
    return "\n".join(reader.get(each.format(**numbers)).content.decode() for each in addresses)


@pytest.mark.parametrize("who", ["chen", "blocked", "muted", "not asked", "unwelcome"])
def test_no_address_gives_words_of_somebody_one_did_not_say_yes_to(asha, ben, chen, dana, talk, program, who):
    """Asha's words are in a talk with Ben and in a request to Dana; the reader is apart from her in five ways."""
    now = timezone.now()
    reader = {"chen": chen, "blocked": ben, "muted": ben, "not asked": dana, "unwelcome": dana}[who]
    message = program(asha).do("POST", f"/conversations/{talk}/messages", {"body": "heron words"})
    actions.choose_from_whom(dana, from_whom="nobody" if who == "unwelcome" else "met")
    asked = actions.send_request(dana, by=asha, words="heron words", now=now)
    if who == "unwelcome":
        actions.deliver(asked.pk, now=now)
    if who == "blocked":
        block(asha, blocker=ben)
    if who == "muted":
        mute(asha, muter=ben)
    numbers = {"talk": talk, "message": message["id"], "request": asked.pk}

    read = everything_of(reader, program, numbers)

    assert "heron" not in read.replace("q=heron", "")
    assert "Asha" not in read
    assert "heron" in everything_of(asha, program, numbers)


def test_whoever_is_asked_is_told_nothing_of_a_request_that_was_taken_back(asha, ben, space, write, program):
    write(asha, reply_by=ben)
    sent = program(asha).do("POST", "/members/Ben/requests", {"words": "Shall we talk"})
    actions.deliver(sent["id"], now=timezone.now())
    program(asha).do("DELETE", f"/sent-requests/{sent['id']}")

    assert program(ben).read("/requests")["items"] == []
    assert Request.objects.get().words == ""


@pytest.mark.parametrize(
    ("words", "problem"), [("see https://example.org", "not-valid"), ("Please", "conflict")]
)
def test_a_request_that_cannot_be_sent_says_why(asha, ben, program, words, problem):
    asker = program(asha)
    asker.do("POST", "/members/Ben/requests", {"words": "Shall we talk"})

    assert problem_of(asker.ask("POST", "/members/Ben/requests", {"words": words})) == problem


def test_a_request_says_where_the_two_met_and_warns_before_it_is_opened(asha, ben, space, write, program):
    write(asha, reply_by=ben)
    words = "Text me your phone number, and send me money please"
    sent = program(asha).do("POST", "/members/Ben/requests", {"words": words})
    actions.deliver(sent["id"], now=timezone.now())
    asked = program(ben).read(f"/requests/{sent['id']}")

    assert asked["warned"] is True
    assert asked["met"]["says"] == "You both wrote in Evenings."
    assert asked["met"]["page"].startswith("/threads/")
    assert sent["care"] is None


def test_read_writing_and_here_are_shown_to_both_or_to_none(asha, ben, talk, program):
    one, other, address = program(asha), program(ben), f"/conversations/{talk}"
    wanted = {"read": True, "writing": False, "here": True}
    alone = one.do("PUT", f"{address}/showing", wanted)
    assert alone["showing"] == wanted
    assert not any(alone["both_show"].values())
    assert (alone["here"], alone["read_until"]) == (None, None)
    said = one.do("POST", f"{address}/messages", {"body": "Are you there"})
    other.do("PUT", f"{address}/showing", {"read": True, "writing": True, "here": False})
    other.do("PUT", f"{address}/read")
    one.do("POST", f"{address}/writing")

    both = one.read(address)
    assert both["both_show"] == {"read": True, "writing": False, "here": False}
    assert (both["here"], both["read_until"]) == (None, said["id"])
