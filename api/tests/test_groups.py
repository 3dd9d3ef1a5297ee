"""Groups by program: made, asked into, talked in, handed over and left through the same doors as on the pages."""

from datetime import timedelta

from django.utils import timezone

from api.tests.program import problem_of
from chat import actions
from people.models import Member


def test_a_group_by_program(asha, ben, chen, space, write, program):
    Member.objects.update(joined_at=timezone.now() - timedelta(days=30))
    write(asha, reply_by=ben)
    keeper, guest, other = program(asha), program(ben), program(chen)
    group = keeper.do("POST", "/groups", {"name": "Mornings"})
    address = f"/conversations/{group['id']}"
    sent = keeper.do("POST", f"{address}/invitations", {"member": "Ben", "words": "Tea"})
    actions.deliver(sent["id"], now=timezone.now())

    asked = guest.read("/requests")["items"][0]
    assert asked["into"] == {"name": "Mornings", "people": ["Asha"]}
    assert guest.get(address).status_code == 404
    guest.do("POST", f"/requests/{asked['id']}/accept")
    said = guest.do("POST", f"{address}/messages", {"body": "Here"})
    assert [(each["by"], each["html"]) for each in keeper.read(f"{address}/messages")["items"]] == [
        ("Ben", '<p dir="auto">Here</p>')
    ]
    assert keeper.read(address)["people"] == ["Ben"]
    assert problem_of(guest.ask("PUT", f"{address}/name", {"name": "Mine"})) == "not-allowed"
    assert problem_of(keeper.ask("PUT", f"{address}/end")) == "not-allowed"
    assert (
        problem_of(keeper.ask("POST", f"{address}/invitations", {"member": "Ben", "words": "Tea"}))
        == "conflict"
    )
    for outside in (address, f"{address}/messages", f"/messages/{said['id']}"):
        assert other.get(outside).status_code == 404
    assert keeper.do("PUT", f"{address}/keeper", {"member": "Ben"})["keeper"] == "Ben"
    assert guest.do("PUT", f"{address}/name", {"name": "Evenings"})["name"] == "Evenings"
    guest.do("POST", f"{address}/leave", {"with_words": True})
    assert keeper.read(address)["keeper"] == "Asha"
    assert keeper.read(f"{address}/messages")["items"][0]["removed"]
