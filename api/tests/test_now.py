"""Talking to somebody now by program: the same queue, the same limits, the same silence."""

from typing import Any

from django.utils import timezone

from api.tests.program import problem_of
from listening.actions import choose_limit
from people.queries import note_here
from safety.actions import go_on_duty


def on_duty(*members: Any) -> None:
    for member in members:
        go_on_duty(member, hours=1, now=timezone.now())
        note_here(member)


def test_asking_waiting_talking_passing_on_and_saying_how_it_was(
    asha: Any, ben: Any, lena: Any, mo: Any, olu: Any, program: Any
) -> None:
    one, listener = program(asha), program(lena)
    assert problem_of(one.ask("POST", "/now", {})) == "conflict"
    on_duty(lena)
    assert one.do("POST", "/now", {"help": "ideas"})["waiting"]["before"] == 0
    assert one.do("PUT", "/now/here")["waiting"]["help"] == "ideas"
    program(ben).do("POST", "/now", {})

    assert [row["help"] for row in listener.read("/listening")["waiting"]] == ["Ideas", "Just listen"]
    talk = listener.do("POST", "/listening/next")
    assert problem_of(listener.ask("POST", "/listening/next")) == "conflict"
    assert one.read("/now")["talk"]["conversation"] == talk["conversation"]
    listener.do("POST", f"/conversations/{talk['conversation']}/messages", {"body": "Hello."})
    assert problem_of(listener.ask("POST", f"/talks/{talk['id']}/pass")) == "conflict"
    on_duty(mo)
    assert listener.do("POST", f"/talks/{talk['id']}/pass")["asks_to_pass"]
    assert one.do("PUT", f"/talks/{talk['id']}/pass", {"go": True})["waiting"]["before"] == 0

    one.do("PUT", f"/talks/{talk['id']}/answers", {"heard": "yes"})
    listener.do("PUT", f"/talks/{talk['id']}/note", {"words": "A quiet worry."})
    lead = program(olu, "read", "staff").read("/listening/notes")
    assert [(note["by"], note["about"]) for note in lead["notes"]] == [("Lena", "Asha")]
    assert lead["answers"] is None


def test_what_is_not_theirs_is_not_there(asha: Any, ben: Any, lena: Any, program: Any) -> None:
    on_duty(lena)
    choose_limit(lena, most_at_once=2, now=timezone.now())
    program(asha).do("POST", "/now", {})
    talk = program(lena).do("POST", "/listening/next")

    assert problem_of(program(ben).get(f"/talks/{talk['id']}")) == "not-found"
    assert problem_of(program(lena).ask("PUT", f"/talks/{talk['id']}/answers", {})) == "not-allowed"
    assert problem_of(program(asha).ask("PUT", f"/talks/{talk['id']}/note", {"words": "x"})) == "not-allowed"
    assert problem_of(program(asha).get("/listening")) == "not-allowed"
    assert problem_of(program(lena).get("/listening/notes")) == "not-allowed"
    assert problem_of(program(lena).ask("POST", "/listening/next")) == "not-found"
