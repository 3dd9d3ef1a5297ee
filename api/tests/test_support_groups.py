"""Support groups by program: opened, held, entered, met in and left through the same doors as on the pages."""

from datetime import timedelta

from django.utils import timezone

from api.tests.program import problem_of
from circles.actions import watch_over_groups
from people.actions import ask_to_close

WANTED = {
    "name": "Night owls", "purpose": "For those who lie awake", "agreement": "We say I.", "door": "invitation",
    "size": 4, "time_zone": "Europe/Madrid",
}  # fmt: skip
STAFF = ("read", "write", "staff")


def _opened(program, mo):
    keeper = program(mo, *STAFF)
    return keeper, keeper.do("POST", "/support-groups", WANTED)


def _let_in(program, keeper, member, address, *, other_name=False):
    guest = program(member)
    keeper.do("POST", f"{address}/invitations", {"member": member.name})
    return guest, guest.do("PUT", f"{address}/membership", {"other_name": other_name, "agree": True})


def test_a_support_group_by_program(asha, ben, chen, mo, program):
    assert problem_of(program(asha).ask("POST", "/support-groups", WANTED)) == "not-allowed"
    keeper, group = _opened(program, mo)
    address = f"/support-groups/{group['id']}"
    guest, mine = _let_in(program, keeper, asha, address, other_name=True)
    inside, _ = _let_in(program, keeper, ben, address)

    assert (
        program(chen).get(address).status_code == program(chen).get("/support-groups/99").status_code == 404
    )
    people = inside.read(f"{address}/members")["items"]
    assert "Asha" not in str(people) and mine["your_name"] in str(people)
    assert problem_of(inside.ask("PUT", address, WANTED)) == "not-allowed"
    assert keeper.do("PUT", address, WANTED | {"agreement": "We say I, not you."})["agreement"]
    assert guest.read(address)["owes_agreement"]
    assert not guest.do("PUT", f"{address}/agreement")["owes_agreement"]
    assert problem_of(keeper.ask("DELETE", f"{address}/holding")) == "conflict"
    heir = next(each["id"] for each in people if each["name"] == mine["your_name"])
    assert problem_of(inside.ask("PUT", f"{address}/members/{heir}/holding")) == "not-allowed"
    keeper.do("PUT", f"{address}/members/{heir}/holding")
    assert not keeper.do("DELETE", f"{address}/holding")["holds"]
    bens = next(each["id"] for each in people if each["name"] == "Ben")
    guest.do("DELETE", f"{address}/members/{bens}")
    assert inside.get(address).status_code == 404
    guest.do("DELETE", address)
    assert keeper.get(address).status_code == 404


def test_a_group_that_nobody_holds_is_taken_on_by_program(asha, ben, mo, olu, program):
    keeper, group = _opened(program, mo)
    address = f"/support-groups/{group['id']}"
    guest, _ = _let_in(program, keeper, asha, address)
    ask_to_close(mo, choice="erase", at_once=False, now=timezone.now())
    watch_over_groups(now=timezone.now())

    assert not guest.read(address)["held"]
    assert guest.ask("PUT", f"{address}/holding").status_code == 404
    assert program(olu, *STAFF).do("PUT", f"{address}/holding")["holds"]
    assert guest.read(address)["held"]


def test_circles_and_ones_own_calendar_by_program(asha, ben, mo, stranger, program):
    keeper, group = _opened(program, mo)
    address = f"/support-groups/{group['id']}"
    guest, _ = _let_in(program, keeper, asha, address)
    tomorrow = f"{timezone.now() + timedelta(days=2):%Y-%m-%d}"
    when = {"rhythm": "weekly", "first_date": tomorrow, "at": "19:00", "seats": 2}
    assert problem_of(guest.ask("POST", f"{address}/schedules", when)) == "not-allowed"
    assert (
        problem_of(keeper.ask("POST", f"{address}/schedules", when | {"first_date": "0001-01-01"}))
        == "not-valid"
    )

    planned = keeper.do("POST", f"{address}/schedules", when)

    assert (
        guest.read(f"{address}/schedules")["items"]
        == [planned]
        == [guest.read(f"/schedules/{planned['id']}")]
    )
    first, second = guest.read("/circles")["items"][:2]
    assert guest.do("PUT", f"/circles/{first['id']}/seat")["yours"] == "seat"
    made = guest.do("POST", "/calendar", **{"Idempotency-Key": "one"})
    assert guest.do("POST", "/calendar", **{"Idempotency-Key": "one"})["address"] is None
    calendar = made["address"].partition("testserver")[2]
    assert stranger.get(calendar).content.count(b"BEGIN:VEVENT") == 1
    assert problem_of(guest.ask("DELETE", f"/circles/{first['id']}")) == "not-allowed"
    assert keeper.do("DELETE", f"/circles/{first['id']}")["called_off"]
    assert keeper.do("DELETE", f"/schedules/{planned['id']}")["ended"]
    assert problem_of(guest.ask("PUT", f"/circles/{second['id']}/seat")) == "conflict"
    guest.do("DELETE", "/calendar")
    assert stranger.get(calendar).status_code == 404 and guest.read("/calendar")["since"] is None
    assert program(ben).get(f"/schedules/{planned['id']}").status_code == 404
