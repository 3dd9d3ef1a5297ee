"""What the background does for the safety desk."""

from django.utils import timezone

from core.jobs import every
from safety import actions


@every(hours=24)
def forget_old_cases() -> None:
    """Delete cases that were closed, and what was sorted, longer ago than that is kept."""
    now = timezone.now()
    actions.forget_old_cases(now=now)
    actions.forget_old_screenings(now=now)


@every(minutes=5)
def raise_late_follow_ups() -> None:
    """Move to the top whom nobody asked in time how they are, and tell those who answer for it."""
    actions.raise_late_follow_ups(now=timezone.now())


@every(minutes=1)
def end_duties() -> None:
    """End duties whose time is over; whatever case somebody had goes back to the desk."""
    actions.end_what_is_over(now=timezone.now())


@every(minutes=1)
def open_what_operators_left() -> None:
    """Open to everybody at the desk what was passed on to the operators and none of them took in time."""
    actions.open_what_operators_left(now=timezone.now())


@every(hours=24)
def forget_old_rota() -> None:
    """Delete shifts, duties and debriefs once their period is over."""
    now = timezone.now()
    actions.forget_old_duties(now=now)
    actions.forget_old_shifts(now=now)
    actions.forget_old_debriefs(now=now)
