"""Reporting by program: what was chosen and a few around it reach the desk, and nothing else."""

from typing import Any

import pytest
from django.utils import timezone

from api.tests.program import problem_of
from chat import actions
from chat.models import Room
from safety.models import Case

CONTACT = {"reason": "contact", "words": "They asked twice."}


def test_messages_of_a_conversation(
    asha: Any, ben: Any, mo: Any, talk: int, program: Any, browser_of: Any
) -> None:
    one, other = program(asha), program(ben)
    said = [
        other.do("POST", f"/conversations/{talk}/messages", {"body": f"number-{number}."})["id"]
        for number in range(6)
    ]
    address = f"/conversations/{talk}/report"
    one.do("POST", address, {"messages": [said[3]], **CONTACT})

    desk = browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()
    assert [f"number-{number}." in desk for number in range(6)] == [number >= 1 for number in range(6)]
    assert "They asked twice." in desk
    assert problem_of(other.ask("POST", address, {"messages": [said[3]], **CONTACT})) == "not-found"
    assert problem_of(program(mo).ask("POST", address, {"messages": said, **CONTACT})) == "not-found"
    assert problem_of(one.ask("POST", address, {"messages": said, "reason": "boring"})) == "not-valid"
    assert Case.objects.count() == 1


def test_a_request_and_a_message_in_a_room(
    asha: Any, ben: Any, mo: Any, space: Any, write: Any, program: Any, browser_of: Any
) -> None:
    write(asha, reply_by=ben)
    sent = program(asha).do("POST", "/members/Ben/requests", {"words": "Unkind words"})
    actions.deliver(sent["id"], now=timezone.now())
    room = actions.open_room(f"space:{space.pk}", by=mo, now=timezone.now(), name="Table")
    message = program(asha).do("POST", f"/conversations/{room.pk}/messages", {"body": "Unkind too"})
    reader = program(ben)
    addresses = {
        "Unkind words": f"/requests/{sent['id']}/report",
        "Unkind too": f"/messages/{message['id']}/report",
    }

    for words, address in addresses.items():
        reader.do("POST", address, {"reason": "hate"})
        assert words in browser_of(mo).get(f"/desk/{Case.objects.latest('pk').pk}/").content.decode()
        assert problem_of(program(asha).ask("POST", address, {"reason": "hate"})) == "not-found"
    assert Case.objects.count() == 2 and Room.objects.exists()


@pytest.mark.parametrize("path", ["/messages/{message}/report", "/conversations/{room}/report"])
def test_in_a_room_each_message_is_reported_by_itself(
    asha: Any, ben: Any, mo: Any, space: Any, talk: int, program: Any, path: str
) -> None:
    """Words between two are shown by choice alone, never by their number; a room is no conversation of two."""
    room = actions.open_room(f"space:{space.pk}", by=mo, now=timezone.now(), name="Table")
    message = program(asha).do("POST", f"/conversations/{talk}/messages", {"body": "Between us"})
    body = {"reason": "hate"} | ({"messages": [message["id"]]} if "room" in path else {})

    answer = program(ben).ask("POST", path.format(message=message["id"], room=room.pk), body)

    assert problem_of(answer) == "not-found"
    assert not Case.objects.exists()
