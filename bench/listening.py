"""Let people ask for a listener while listeners at two devices each are killed with kill -9; then count.

    python -m bench.listening [--database sqlite|postgresql] [--people 120] [--seconds 30] [--kills 10]

Each device is a process of its own that takes whoever is next and ends a talk now and then, as quickly as it can.
Right is: everybody who asked had one talk, in a conversation of two; nobody waits; nothing is half done; and at no
moment that was looked at did a listener have more people than they said.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

from bench.trials import PASSPHRASE, ROOT, installation, options_of

LIMITS = {"Lena": 1, "Luis": 2, "Lotte": 3}
DEVICES = ("one", "two")
PATIENCE = 90.0


def main() -> int:
    parser = options_of(__doc__)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--seconds", type=float, default=30.0, help="in which they ask (default: 30)")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--as", dest="role", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        return work(options.role, pause=options.seconds / options.people)
    with installation(options.database):
        prepare(options.people)
        return run(options)


def prepare(count: int) -> None:
    """Make the people, and put the listeners on duty."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0, interactive=False)
    from listening.actions import choose_limit
    from people.actions import set_role, sign_up
    from safety.actions import go_on_duty

    now = timezone.now()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
    for number in range(count):
        sign_up(name=f"Person {number}", passphrase=PASSPHRASE, now=now)
    for name, most in LIMITS.items():
        listener = sign_up(name=name, passphrase=PASSPHRASE, now=now)
        set_role(listener, role="listener", by=None)
        listener.refresh_from_db()
        go_on_duty(listener, hours=4, now=now)
        choose_limit(listener, most_at_once=most, now=now)
    connection.close()


# ---- what each process does


def work(role: str, *, pause: float) -> int:
    """Ask for everybody, or listen, until everything is done or this process is killed."""
    import django

    django.setup()
    from people.models import Member
    from people.queries import note_here

    for listener in Member.objects.filter(name__in=LIMITS):
        note_here(listener)  # without Redis each process knows its own visitors
    if role == "Everybody":
        ask_for_all(pause=pause)
    else:
        listen(Member.objects.get(name=role.partition(",")[0]))
    return 0


def ask_for_all(*, pause: float) -> None:
    """Ask for each person who has not asked yet, one after the other."""
    from django.utils import timezone

    from listening.actions import ask
    from listening.models import Talk
    from people.models import Member

    asked = Talk.objects.values("member")
    for member in Member.objects.filter(name__startswith="Person").exclude(pk__in=asked).order_by("pk"):
        ask(member, help="listen", now=timezone.now())
        time.sleep(pause)


def listen(listener: object) -> None:
    """Take whoever is next, and end a talk now and then; for ever."""
    from django.utils import timezone

    from chat.actions import end_conversation
    from listening import actions, queries

    while True:
        try:
            actions.take_next(listener, now=timezone.now())  # type: ignore[arg-type]
        except actions.HandsFull:
            talk = queries.held_by(listener).first()  # type: ignore[arg-type]
            if talk and talk.conversation and random.random() < 0.7:
                end_conversation(talk.conversation, now=timezone.now())
        time.sleep(random.uniform(0, 0.1))


# ---- the story, and the count


def run(options: argparse.Namespace) -> int:
    roles = ["Everybody", *(f"{name},{device}" for name in LIMITS for device in DEVICES)]
    processes = {role: start(role, options) for role in roles}
    began = time.monotonic()
    kills = sorted(random.uniform(0.1, 0.9) * options.seconds for _ in range(options.kills))
    killed: Counter[str] = Counter()
    most: Counter[str] = Counter()
    looks = 0
    try:
        while not is_done(options.people) and time.monotonic() - began < options.seconds + PATIENCE:
            if kills and time.monotonic() - began > kills[0]:
                kills.pop(0)
                role = random.choice(roles)
                processes[role].send_signal(signal.SIGKILL)
                processes[role].wait()
                killed[role] += 1
                processes[role] = start(role, options)
            most |= held_now()
            looks += 1
            time.sleep(0.02)
    finally:
        for process in processes.values():
            process.kill()
            process.wait()
    return count(options.people, took=time.monotonic() - began, kills=killed.total(), most=most, looks=looks)


def start(role: str, options: argparse.Namespace) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.listening", "--as", role]
    command += ["--seconds", str(options.seconds), "--people", str(options.people)]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))


def held_now() -> Counter[str]:
    """Return how many people each listener has, in one look."""
    from listening.models import Talk

    return Counter(Talk.objects.going_on().values_list("listener__name", flat=True))


def is_done(people: int) -> bool:
    from listening.models import Talk

    return Talk.objects.filter(began_at__isnull=False).count() >= people


def count(people: int, *, took: float, kills: int, most: Counter[str], looks: int) -> int:
    from django.db.models import Count

    from chat.models import Conversation
    from listening.models import Talk

    talks = Counter(Talk.objects.values_list("member_id", flat=True))
    begun = Talk.objects.filter(began_at__isnull=False)
    together = Conversation.objects.filter(ends_for_good=True)
    facts = {
        "people": people, "of whom asked in time": len(talks), "processes killed": kills, "looks": looks,
        "seconds": round(took),
    }  # fmt: skip
    faults = {
        "talks doubled": sum(number > 1 for number in talks.values()),
        "still waiting": Talk.objects.waiting().count(),
        "begun without a listener or a conversation": begun.filter(conversation=None).count(),
        "conversations without a talk": together.filter(talk_now=None).count(),
        "conversations not of two": together.annotate(n=Count("seats")).exclude(n=2).count(),
        "listeners who had more than they said": sum(most[name] > limit for name, limit in LIMITS.items()),
    }
    had = {f"at most, of {limit}: {name}": most[name] for name, limit in LIMITS.items()}
    for name, number in [*facts.items(), *had.items(), *faults.items()]:
        print(f"{number:8d}  {name}")
    if len(talks) < people:
        print("This machine was too slow for everybody to ask in time; the rest is of those who did.")
    is_right = not any(faults.values())
    print("Nobody was lost, doubled, or given beyond a limit." if is_right else "SOMETHING WENT WRONG.")
    return 0 if is_right else 1


if __name__ == "__main__":
    raise SystemExit(main())
