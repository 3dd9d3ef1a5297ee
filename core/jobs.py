"""Work that can wait: `enqueue` for once, `@every` for again and again. The queue is a table.

A job is enqueued in the transaction that needs it, so it never runs for something that was rolled back. It may
run twice (after a crash), so it must be written to bear that. Its arguments are ids, never words people wrote.
"""

import logging
import random
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Case, Count, Max, Min, When
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules, import_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from core.models import PeriodicRun

log = logging.getLogger("hearthside.jobs")

ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=20)
ABANDONED_AFTER = timedelta(minutes=15)
POLL = 1.0
TICK = timedelta(seconds=5)

_in_this_process = threading.Event()


class GivenUp(Exception):
    """A job failed too often. What it was is in its row; what it said is nobody's business."""


def enqueue(job: Callable[..., Any], *args: Any, run_after: datetime | None = None) -> None:
    """Have a module's function run in the background, once the running transaction has committed.

    It is tried five times, after longer and longer pauses.
    """
    _put(path_of(job), args, attempt=1, run_after=run_after)


def path_of(job: Any) -> str:
    """Return "module.function"; refuse what another process could not find under that name."""
    function = getattr(job, "func", job)
    if "." in function.__qualname__:
        raise ValueError("A job is a function of a module.")
    return f"{function.__module__}.{function.__qualname__}"


def _put(path: str, args: Any, *, attempt: int, run_after: datetime | None) -> None:
    run.using(run_after=run_after).enqueue(path, list(args), attempt)
    transaction.on_commit(_in_this_process.set)


@task()
def run(path: str, args: list[Any], attempt: int) -> None:
    """Run one attempt; on failure plan the next, or give up for good."""
    job = import_string(path)
    try:
        getattr(job, "func", job)(*args)
    except Exception as problem:
        if attempt >= ATTEMPTS:
            log.exception("A job was given up")
            raise GivenUp(type(problem).__name__) from None
        log.exception("A job failed and will be tried again")
        _put(path, args, attempt=attempt + 1, run_after=timezone.now() + pause_after(attempt))


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after this attempt: 20 seconds, then four times as long each time."""
    return FIRST_PAUSE * 4 ** (attempt - 1) * random.uniform(0.9, 1.2)


@dataclass(frozen=True, slots=True)
class Periodic:
    """A function to be run again and again, by one process at a time."""

    job: Callable[[], Any]
    interval: timedelta


_periodic: dict[str, Periodic] = {}


def every(*, minutes: int = 0, hours: int = 0) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Have the decorated function of a `tasks` module run regularly, whatever number of processes there is."""
    interval = timedelta(minutes=minutes, hours=hours)
    if not interval:
        raise ValueError("Say how often.")

    def register(job: Callable[[], Any]) -> Callable[[], Any]:
        _periodic[path_of(job)] = Periodic(job, interval)
        return job

    return register


def run_periodic(*, now: datetime) -> int:
    """Run what is due and not taken by another process; return how many ran."""
    return sum(_run_if_due(name, periodic, now) for name, periodic in _periodic.items())


def _run_if_due(name: str, periodic: Periodic, now: datetime) -> bool:
    PeriodicRun.objects.get_or_create(name=name, defaults={"due_at": now})
    mine = PeriodicRun.objects.filter(name=name, due_at__lte=now)
    if not mine.update(due_at=now + periodic.interval, started_at=now):
        return False
    try:
        periodic.job()
    except Exception:
        log.exception("A periodic job failed and will be tried when it is due again")
    return True


class Worker:
    """Does jobs in its own thread until it is told to stop; it finishes the one it is doing."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._id = secrets.token_hex(8)
        self._next_tick = timezone.now()

    def run(self) -> None:
        """Work until `stop` is called."""
        autodiscover_modules("tasks")
        while not self._stopping.is_set():
            close_old_connections()
            try:
                busy = self.work_once(now=timezone.now())
            except Exception:
                log.exception("The jobs could not be looked at; trying again")
                busy = False
            close_old_connections()
            if not busy:
                _in_this_process.wait(POLL)
                _in_this_process.clear()
        connection.close()

    def stop(self) -> None:
        """Ask the worker to end; may be called from any thread and from signal handlers."""
        self._stopping.set()
        _in_this_process.set()

    def work_once(self, *, now: datetime) -> bool:
        """Do what is due regularly, then one job; True if there was one."""
        if now >= self._next_tick:
            self._next_tick = now + TICK
            run_periodic(now=now)
        found = self._claim()
        if found:
            _carry_out(found)
        return found is not None

    def _claim(self) -> DBTaskResult | None:
        """Take the next job that is due. The first look takes no lock, so an idle worker disturbs nobody."""
        if not DBTaskResult.objects.ready().exists():
            return None
        with transaction.atomic():
            found = DBTaskResult.objects.ready().get_locked()
            if found:
                found.claim(self._id)
        return found


def _carry_out(found: DBTaskResult) -> None:
    try:
        arguments = found.args_kwargs
        found.task.func(*arguments["args"], **arguments["kwargs"])
    except Exception as problem:
        found.set_failed(problem if isinstance(problem, GivenUp) else GivenUp(type(problem).__name__))
    else:
        found.set_successful(None)


@every(minutes=1)
def rescue_abandoned() -> None:
    """Run again what was running in a process that is gone."""
    for job in DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - ABANDONED_AFTER):
        if len(job.worker_ids) >= ATTEMPTS:
            job.set_failed(GivenUp("abandoned"))
        else:
            DBTaskResult.objects.running().filter(pk=job.pk).update(status="READY")


@every(hours=6)
def forget_finished() -> None:
    """Delete jobs that were done, and those given up, once their period is over."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(
        finished_at__lt=now - settings.RETENTION["finished_jobs"]
    ).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - settings.RETENTION["failed_jobs"]).delete()


def health(*, now: datetime) -> dict[str, int | float | None]:
    """Return how the background work is doing: what waits, what was given up, when a worker was last seen."""
    since = Case(When(run_after=get_date_max(), then="enqueued_at"), default="run_after")
    due = DBTaskResult.objects.ready().aggregate(count=Count("pk"), oldest=Min(since))
    seen = PeriodicRun.objects.aggregate(at=Max("started_at"))["at"]
    return {
        "waiting": due["count"],
        "oldest_waiting_seconds": _seconds(due["oldest"], now) or 0.0,
        "given_up": DBTaskResult.objects.failed().count(),
        "worker_seen_seconds": _seconds(seen, now),
    }


def _seconds(since: datetime | None, now: datetime) -> float | None:
    return round(max(0.0, (now - since).total_seconds()), 1) if since else None
