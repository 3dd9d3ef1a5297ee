"""Who had a place in the same circle under their own names may ask each other, and sees where they met."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat import actions as chat
from chat import meetings
from circles.models import Circle, Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(group, mo, asha, ben, held):
    """Return a function by which these have had a place in one circle."""

    def sit(*members):
        now = timezone.now()
        Seat.objects.bulk_create(
            [Seat(circle=held.circle, member=one, signed_up_at=now, confirmed_at=now) for one in members]
        )

    return sit


def may_ask(sender, recipient):
    now = timezone.now()
    asked = chat.send_request(recipient, by=sender, words="Shall we talk?", now=now)
    return chat.deliver(asked.pk, now=now)


def test_whom_one_had_a_circle_with_may_ask_and_both_see_which(enter, seated, asha, ben, browser_of):
    for one in (asha, ben):
        enter(one)
    assert not meetings.has_answered(ben, asha)
    seated(asha, ben)

    sentence = "You both had a place in a circle of Night owls."
    assert sentence in browser_of(asha).get("/members/Ben/write/").content.decode()
    assert may_ask(asha, ben)
    page = browser_of(ben).get("/conversations/").content.decode()
    asked = page.split("/conversations/requests/")[1].split("/")[0]
    assert sentence in browser_of(ben).get(f"/conversations/requests/{asked}/").content.decode()


@pytest.mark.parametrize("who", ["asha", "ben"])
def test_another_name_is_neither_reached_nor_joined_to_one(enter, seated, asha, ben, browser_of, who):
    for one in (asha, ben):
        enter(one, other_name=one.name.lower() == who)
    seated(asha, ben)

    assert "had a place" not in browser_of(asha).get("/members/Ben/write/").content.decode()
    assert not may_ask(asha, ben)


@pytest.mark.parametrize("how", ["not yet", "called off", "in line", "left"])
def test_a_circle_that_was_not_theirs_joins_nobody(enter, seated, held, asha, ben, how):
    place, _ = enter(asha), enter(ben)
    seated(asha, ben)
    circle, mine = Circle.objects.filter(pk=held.circle.pk), Seat.objects.filter(member=asha)
    if how == "not yet":
        circle.update(starts_at=timezone.now() + timedelta(hours=1))
    elif how == "called off":
        circle.update(cancelled_at=timezone.now())
    elif how == "in line":
        mine.update(confirmed_at=None)
    else:
        place.delete()

    assert not may_ask(asha, ben)
