"""Who listens now, and how many people each of them is given."""

from datetime import datetime

from listening.models import ListenerSettings, Talk
from people.models import Member
from safety.queries import who_is_on_duty


def who_listens(*, now: datetime) -> list[Member]:
    """Return those on duty who are given people to talk with."""
    on_duty = who_is_on_duty(now=now)
    nobody = ListenerSettings.objects.filter(member__in=on_duty, most_at_once=0)
    resting = set(nobody.values_list("member_id", flat=True))
    return [member for member in on_duty if member.pk not in resting]


def is_listening(listener: Member, *, now: datetime) -> bool:
    """Tell whether this member is on duty and given people."""
    return any(each.pk == listener.pk for each in who_listens(now=now))


def is_somebody_listening(*, now: datetime) -> bool:
    """Tell whether anybody listens now; never who."""
    return bool(who_listens(now=now))


def does_somebody_else_listen(listener_id: int | None, *, now: datetime) -> bool:
    """Tell whether anybody besides this one listens now."""
    return any(each.pk != listener_id for each in who_listens(now=now))


def limit_of(listener: Member) -> int:
    """Return with how many people this member talks at a time."""
    said = ListenerSettings.objects.filter(member=listener).values_list("most_at_once", flat=True).first()
    return 1 if said is None else said


def who_could_come(member: Member, *, now: datetime) -> list[int]:
    """Return those who listen now, without the member and whoever is apart from them."""
    listening = [each.pk for each in who_listens(now=now) if each.pk != member.pk]
    return list(Member.objects.visible_to(member).filter(pk__in=listening).values_list("pk", flat=True))


def who_sees_the_queue(member: Member, *, now: datetime) -> list[int]:
    """Return whose pages show that something changed about this member's wait: others who wait, and who could come."""
    waiting = Talk.objects.waiting().values_list("member_id", flat=True)
    return sorted({*waiting, *who_could_come(member, now=now)})
