"""Work that can wait: run once it is committed, tried again, given up in the end, and regular work."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import jobs
from core.models import PeriodicRun

ran: list[Any] = []


def note(word: Any) -> None:
    ran.append(word)


def fail() -> None:
    raise ValueError("words somebody wrote")


@pytest.fixture(autouse=True)
def _nothing_ran_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    ran.clear()
    monkeypatch.setattr(jobs, "_periodic", {})


def work(rounds: int = 20) -> None:
    worker = jobs.Worker()
    for _ in range(rounds):
        worker.work_once(now=timezone.now())


def make_everything_due() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_a_job_runs_once_with_what_it_was_given() -> None:
    jobs.enqueue(note, 7)

    work()

    assert ran == [7]
    assert DBTaskResult.objects.successful().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_for_something_rolled_back_never_runs() -> None:
    with transaction.atomic():
        jobs.enqueue(note, 1)
        transaction.set_rollback(True)

    work()

    assert ran == []


@pytest.mark.django_db
def test_a_job_for_later_waits() -> None:
    jobs.enqueue(note, 1, run_after=timezone.now() + timedelta(hours=1))

    work()

    assert ran == []


@pytest.mark.django_db
def test_a_failing_job_is_tried_five_times_and_then_given_up_without_its_words() -> None:
    jobs.enqueue(fail)

    for _ in range(10):
        make_everything_due()
        work(1)

    assert DBTaskResult.objects.count() == jobs.ATTEMPTS
    (given_up,) = DBTaskResult.objects.failed()
    assert given_up.args_kwargs["args"][2] == jobs.ATTEMPTS
    assert "words somebody wrote" not in given_up.traceback
    assert jobs.health(now=timezone.now())["given_up"] == 1


def test_the_pauses_between_attempts_grow() -> None:
    pauses = [jobs.pause_after(attempt) for attempt in range(1, jobs.ATTEMPTS)]

    assert pauses == sorted(pauses)
    assert pauses[-1] > timedelta(minutes=15)


def test_what_another_process_could_not_find_is_no_job() -> None:
    with pytest.raises(ValueError, match="function of a module"):
        jobs.enqueue(lambda: None)


@pytest.mark.django_db
def test_a_job_whose_process_vanished_is_run_again_but_not_for_ever() -> None:
    jobs.enqueue(note, 1)
    DBTaskResult.objects.update(
        status="RUNNING", started_at=timezone.now() - timedelta(hours=1), worker_ids=["gone"]
    )

    jobs.rescue_abandoned()
    work()

    assert ran == [1]
    DBTaskResult.objects.update(
        status="RUNNING", started_at=timezone.now() - timedelta(hours=1), worker_ids=["gone"] * jobs.ATTEMPTS
    )
    jobs.rescue_abandoned()
    assert DBTaskResult.objects.failed().count() == 1


@pytest.mark.django_db
def test_regular_work_runs_when_it_is_due_and_in_one_process_only() -> None:
    jobs.every(minutes=10)(count_up)
    now = timezone.now()

    assert jobs.run_periodic(now=now) == 1
    assert jobs.run_periodic(now=now) == 0
    assert jobs.run_periodic(now=now + timedelta(minutes=11)) == 1
    assert ran == ["up", "up"]


@pytest.mark.django_db
def test_regular_work_that_fails_is_tried_when_it_is_due_again() -> None:
    jobs.every(minutes=10)(fail)
    now = timezone.now()

    assert jobs.run_periodic(now=now) == 1
    assert jobs.run_periodic(now=now + timedelta(minutes=11)) == 1
    assert PeriodicRun.objects.get().started_at == now + timedelta(minutes=11)


@pytest.mark.django_db
def test_finished_jobs_are_forgotten() -> None:
    jobs.enqueue(note, 1)
    work()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=2))

    jobs.forget_finished()

    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_health_tells_what_waits() -> None:
    jobs.enqueue(note, 1)
    jobs.enqueue(note, 1, run_after=timezone.now() + timedelta(hours=1))

    health = jobs.health(now=timezone.now() + timedelta(seconds=40))

    assert health["waiting"] == 1
    assert 39 < (health["oldest_waiting_seconds"] or 0) < 60
    assert health["worker_seen_seconds"] is None


def count_up() -> None:
    ran.append("up")
