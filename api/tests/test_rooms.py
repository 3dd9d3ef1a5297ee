"""Rooms by program: found, entered, talked in and run through the same doors as on the pages."""

from api.tests.program import problem_of

WANTED = {"name": "Kitchen table", "purpose": "For evenings", "slow_seconds": 30, "lifetime": "day"}


def test_a_room_by_program(asha, ben, mo, space, program):
    keeper, one, other = program(mo, "read", "write", "staff"), program(asha), program(ben)
    assert problem_of(one.ask("POST", f"/spaces/{space.slug}/rooms", WANTED)) == "not-allowed"
    room = keeper.do("POST", f"/spaces/{space.slug}/rooms", WANTED)
    address, talk = f"/rooms/{room['id']}", f"/conversations/{room['id']}/messages"

    found = one.read("/rooms")["items"][0]
    assert (found["name"], found["place"], found["open"], found["yours"]) == (
        "Kitchen table",
        space.name,
        True,
        False,
    )
    one.do("PUT", f"{address}/entered")
    said = one.do("POST", talk, {"body": "Good evening"})
    assert [each["by"] for each in other.read(talk)["items"]] == ["Asha"]
    slow = one.ask("POST", talk, {"body": "Again"})
    assert (problem_of(slow), 0 < int(slow["Retry-After"]) <= 30) == ("slow-down", True)
    keeper.do("PUT", f"{address}/pause")
    assert problem_of(other.ask("POST", talk, {"body": "Hello"})) == "conflict"
    keeper.do("DELETE", f"{address}/pause")
    assert problem_of(other.ask("DELETE", f"/messages/{said['id']}")) == "not-allowed"
    keeper.do("DELETE", f"/messages/{said['id']}")
    assert other.read(talk)["items"][0]["removed"]
    changed = keeper.do(
        "PUT", address, {**WANTED, "hours": {"opens_at": "18:00", "closes_at": "18:00"}, "name": "Porch"}
    )
    assert (changed["name"], changed["closes_at"] is not None) == ("Porch", True)
    wrong = keeper.ask("PUT", address, {**WANTED, "hours": {"opens_at": "18:00"}})
    assert problem_of(wrong) == "not-valid"
    keeper.do("PUT", f"{address}/closed")
    assert one.read("/rooms")["items"] == []
    for path in (f"{address}/pause", f"{address}/closed"):
        assert problem_of(one.ask("PUT", path)) == "not-allowed"
