"""Going on duty and off again. Whatever case somebody has goes back to the desk, or to a colleague, as they go."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from people.models import Member
from safety import permissions
from safety.actions.cases import CaseMoved, NotAColleague, hand_over, release
from safety.models import Case, Duty
from safety.models.rota import A_MINUTE
from safety.queries import forget_who_is_on_duty, get_current_shift, list_held, rota_settings

LONGEST = timedelta(hours=12)
STAY = timedelta(hours=1)
BREAK = timedelta(minutes=10)
LATER = timedelta(minutes=20)


@transaction.atomic
def go_on_duty(member: Member, *, hours: int, now: datetime) -> Duty:
    """Switch oneself on duty: until the end of one's shift, or for so many hours without one.

    Whoever is on duty already stays so; a duty that is over ends first.
    """
    if not permissions.can_be_on_duty(member):
        raise PermissionDenied
    for over in Duty.objects.open().filter(member=member, until__lte=now):
        _end(over, now=now)
    shift = get_current_shift(member, now=now)
    duty, _ = Duty.objects.get_or_create(
        member=member, ended_at=None,
        defaults={
            "shift": shift, "since": now, "until": shift.ends_at if shift else now + timedelta(hours=hours),
            "break_due_at": now + timedelta(minutes=rota_settings().break_minutes),
        },
    )  # fmt: skip
    _forget()
    return duty


@transaction.atomic
def stay_on_duty(member: Member, *, now: datetime) -> None:
    """Stay an hour longer than planned, twelve hours in all at most."""
    for duty in Duty.objects.open().filter(member=member, until__gt=now - A_MINUTE):
        until = min(max(duty.until, now) + STAY, duty.since + LONGEST)
        Duty.objects.open().filter(pk=duty.pk).update(until=until)
    _forget()


def take_a_break(member: Member, *, now: datetime) -> None:
    """Be away for ten minutes: nobody counts on one meanwhile, and cases stay where they are."""
    pause = timedelta(minutes=rota_settings().break_minutes)
    away = {"away_until": now + BREAK, "break_due_at": now + BREAK + pause}
    Duty.objects.running(now).filter(member=member).update(**away)
    _forget()


def come_back(member: Member, *, now: datetime) -> None:
    """End one's break."""
    Duty.objects.open().filter(member=member, away_until__gt=now).update(away_until=now)
    _forget()


def remind_later(member: Member, *, now: datetime) -> None:
    """Be reminded of a break once more in twenty minutes."""
    Duty.objects.open().filter(member=member).update(break_due_at=now + LATER)


@transaction.atomic
def go_off_duty(member: Member, *, to: str = "", words: str = "", now: datetime) -> int:
    """Go off duty; each case one has is handed to the colleague of that name, or goes back to the desk.

    Return how many cases were left to others. Where the colleague cannot have a case, it goes back.
    """
    Duty.objects.open().filter(member=member).update(ended_at=now)
    _forget()
    return sum(_leave(case, member, to=to, words=words, now=now) for case in list_held(member))


def _leave(case: Case, member: Member, *, to: str, words: str, now: datetime) -> bool:
    try:
        try:
            if to:
                hand_over(case, by=member, to=to, words=words, version=case.version, now=now)
                return True
        except NotAColleague:
            pass
        release(case, by=member, version=case.version, now=now)
    except CaseMoved:  # decided or handed over in this very moment
        return False
    return True


def end_what_is_over(*, now: datetime) -> int:
    """End duties whose time is over and whose question nobody answered within a minute; return how many."""
    over = Duty.objects.open().filter(until__lt=now - A_MINUTE).select_related("member")
    return sum(_end(duty, now=now) for duty in over)


@transaction.atomic
def _end(duty: Duty, *, now: datetime) -> bool:
    mine = Duty.objects.open().filter(pk=duty.pk, until__lte=now)
    if not mine.update(ended_at=F("until")):
        return False  # they stayed on meanwhile
    for case in list_held(duty.member):
        _leave(case, duty.member, to="", words="", now=now)
    _forget()
    return True


def forget_old_duties(*, now: datetime) -> int:
    """Delete when somebody was on duty, once its period is over; return how many."""
    old = Duty.objects.filter(ended_at__lt=now - settings.RETENTION["rota"])
    return old.delete()[0]


def _forget() -> None:
    forget_who_is_on_duty()
    transaction.on_commit(forget_who_is_on_duty)
