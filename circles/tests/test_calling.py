"""A call in a group: for those inside, under the names they have there."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from calls.actions import join
from calls.models import Participant
from calls.venues import find_venue
from circles.models import Group, Membership
from people.actions import block

Enter = Callable[..., Membership]


def test_nobody_in_a_groups_call_is_seen_under_another_name_than_in_the_group(
    group: Group, enter: Enter, asha: Any, ben: Any, chen: Any, mo: Any, browser_of: Any, with_relay: None
) -> None:
    enter(asha)
    other_name = enter(ben, other_name=True).name
    call, browser = f"/calls/group/{group.pk}/", browser_of(asha)
    for member in (ben, mo):
        venue = find_venue("group", group.pk, viewer=member)
        join(venue, member=member, way="voice", now=timezone.now())
        assert venue.is_host == (member == mo)
    block(ben, blocker=asha)

    pages = [browser.get(page).content.decode() for page in (f"/support-groups/{group.pk}/", call)]
    state = browser.post(f"{call}join/", {"way": "voice"}).json()

    # A name of the group is met across a block too: who goes missing would tell whose it is.
    assert sorted(each["name"] for each in state["there"]) == sorted(["Mo", other_name])
    assert all(other_name in page and "Ben" not in page for page in pages)
    assert browser_of(chen).get(call).status_code == 404
    Membership.objects.filter(group=group, member=asha).delete()
    mine = Participant.objects.get(member=asha)
    gone = browser.post(
        f"/calls/mine/{mine.ref}/exchange/", {"way": "voice"}, content_type="application/json"
    )
    assert gone.status_code == 404 and not Participant.objects.filter(member=asha).exists()
