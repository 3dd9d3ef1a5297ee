"""Support groups of the journeys: one that Inga holds, one that keeps a place for her, one that nobody holds."""

from datetime import datetime, time, timedelta
from typing import Any


def open_groups(people: dict[str, Any], now: datetime) -> dict[str, int]:
    """Open the groups; return the numbers of what is to be looked at."""
    from circles import actions
    from notifications.actions import mark_subjects_read

    held = _open(people, "Evenings with soup", door="request", now=now)
    _hand_over(held, people, "Inga", now=now)
    for name, hidden in (("Ben", True), ("Lena", False)):
        _let_in(held, people[name], by=people["Inga"], hidden=hidden, now=now)
    actions.ask_for_place(held, member=people["Tomas"], now=now)
    schedule = actions.plan_circles(
        held, by=people["Inga"], rhythm="weekly", first_date=now.date() + timedelta(days=2), at=time(19), minutes=60,
        seats=8, now=now,
    )  # fmt: skip
    circle = schedule.circles.earliest("day")
    offered = _open(people, "Long nights", door="invitation", now=now)
    actions.invite(offered, member=people["Inga"], by=people["Mo"], now=now)
    unheld = _open(people, "Sunday walks", door="open", now=now)
    unheld.memberships.update(facilitates_since=None)
    actions.watch_over_groups(now=now)
    for who in ("Mo", "Olu"):
        mark_subjects_read(people[who], kinds=["circles.group_unheld"], subject_ids=[unheld.pk], now=now)
    return {"held": held.pk, "planned": circle.pk, "offered": offered.pk, "unheld": unheld.pk}


def _open(people: dict[str, Any], name: str, *, door: str, now: datetime) -> Any:
    from circles.actions import open_group

    return open_group(
        by=people["Mo"], name=name, purpose="For evenings that are long.", for_whom="Anybody who likes soup.",
        agreement="We say I, not you.\nWhat is said here stays here.", door=door, size=8,
        time_zone="Europe/Madrid", now=now,
    )  # fmt: skip


def _let_in(group: Any, member: Any, *, by: Any, hidden: bool, now: datetime) -> Any:
    from circles import actions

    actions.invite(group, member=member, by=by, now=now)
    return actions.take_place(group, member=member, under_other_name=hidden, now=now)


def _hand_over(group: Any, people: dict[str, Any], name: str, *, now: datetime) -> None:
    from circles import actions
    from circles.models import Membership

    mo = people["Mo"]
    _let_in(group, people[name], by=mo, hidden=False, now=now)
    actions.appoint_facilitator(group, member=people[name], by=mo, now=now)
    actions.leave_group(Membership.objects.get(group=group, member=mo), now=now)
