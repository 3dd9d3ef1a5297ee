"""A small group that Mo holds, and the way in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from circles import actions
from circles.models import Circle, Group, Membership
from circles.tests.held import Held
from people.models import Member

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def group(mo: Any) -> Group:
    """A group by request, with two places; Mo holds it and is in one of them."""
    return actions.open_group(
        by=mo, name="Night owls", purpose="For those who lie awake.", for_whom="Anybody who sleeps badly.",
        agreement="We say I, not you.", door="request", size=2, time_zone="Europe/Madrid", now=NOW,
    )  # fmt: skip


@pytest.fixture
def enter(group: Group) -> Callable[..., Membership]:
    """Return a function that lets somebody in, and makes room for them."""

    def let_in(member: Member, *, other_name: bool = False, now: datetime = NOW) -> Membership:
        Group.objects.filter(pk=group.pk).update(size=group.memberships.count() + 1)
        holder = Membership.objects.filter(group=group, facilitates_since__isnull=False).first()
        actions.invite(group, member=member, by=holder.member, now=now)
        return actions.take_place(group, member=member, under_other_name=other_name, now=now)

    return let_in


@pytest.fixture
def held(group: Group, mo: Any) -> Held:
    """A circle of Mo's group whose room is open; nobody has arrived but Mo."""
    now = timezone.now()
    schedule = actions.plan_circles(
        group, by=mo, rhythm="once", first_date=(now + timedelta(hours=3)).date(),
        at=(now + timedelta(hours=3)).time(), minutes=60, seats=8, now=now,
    )  # fmt: skip
    Circle.objects.filter(schedule=schedule).delete()
    circle = Circle.objects.create(
        schedule=schedule, uid=schedule.uid_on(now.date()), day=now.date(), starts_at=now,
        ends_at=now + timedelta(hours=1), seats_there=8,
    )  # fmt: skip
    one = Held(group, circle)
    actions.open_meeting(circle, mine=one.place(mo), now=now)
    one.come(mo)
    return one
