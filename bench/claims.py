"""Let 200 cases arrive in a minute while five moderators take them and are killed with kill -9; then count.

    python -m bench.claims [--database sqlite|postgresql] [--cases 200] [--seconds 60] [--kills 10]

Each moderator is a process of its own that takes the most urgent case nobody has, decides it, and goes on, as quickly
as it can. One of them, or whoever reports, is ended at any moment and begun again. Right is: every report is a case,
every case was taken once and decided once, none is left, and the record of what staff did is whole.
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

MODERATORS = 5
PATIENCE = 120.0


def main() -> int:
    parser = options_of(__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0, help="in which the cases arrive (default: 60)")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--as", dest="role", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        return work(options.role, pause=options.seconds / options.cases)
    with installation(options.database):
        prepare(options.cases)
        return run(options)


def prepare(count: int) -> None:
    """Make the people and the posts that will be reported."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0, interactive=False)
    from forum.actions import create_space, post_reply, start_thread
    from people.actions import set_role, sign_up

    now = timezone.now()
    people = {
        name: sign_up(name=name, passphrase=PASSPHRASE, now=now) for name in ("Author", "Reporter", "Olu")
    }
    set_role(people["Olu"], role="operator", by=None)
    for number in range(MODERATORS):
        set_role(sign_up(name=f"Mo {number}", passphrase=PASSPHRASE, now=now), role="moderator", by=None)
    space = create_space(
        by=people["Olu"], slug="desk", name="Desk", purpose="", agreement="", access="open", now=now
    )
    thread = start_thread(
        space, author=people["Author"], title="Here", body="Words.", wants="listen", now=now
    )
    for number in range(count):
        post_reply(thread, author=people["Author"], body=f"Reply {number}", now=now)
    connection.close()


# ---- what each process does


def work(role: str, *, pause: float) -> int:
    """Report, or moderate, until everything is done or this process is killed."""
    import django

    django.setup()
    from people.models import Member

    member = Member.objects.get(name=role)
    if role == "Reporter":
        report_all(member, pause=pause)
    else:
        moderate(member)
    return 0


def report_all(member: object, *, pause: float) -> None:
    """Report every reply that has not been reported yet, one after the other."""
    from django.utils import timezone

    from forum.models import Post
    from safety import actions, subjects
    from safety.models import Case

    known = set(Case.objects.values_list("subject_id", flat=True))
    for post_id in Post.objects.filter(is_opening=False).exclude(pk__in=known).values_list("pk", flat=True):
        subject = subjects.find("forum.post", str(post_id), viewer=member)  # type: ignore[arg-type]
        reason = random.choice(["worried", "hate", "spam"])
        actions.report(subject, by=member, reason=reason, words="", now=timezone.now())  # type: ignore[arg-type]
        time.sleep(pause)


def moderate(member: object) -> None:
    """Decide what one has, else take what is most urgent; for ever."""
    from django.utils import timezone

    from safety import actions, queries
    from safety.models import Case

    while True:
        case = Case.objects.open().filter(holder=member).first()
        if case is None:
            waiting = queries.list_cases(member).filter(holder__isnull=True).first()  # type: ignore[arg-type]
            if waiting is None:
                time.sleep(0.05)
                continue
            try:
                case = actions.claim(waiting, by=member, version=waiting.version, now=timezone.now())  # type: ignore[arg-type]
            except actions.CaseMoved:
                continue
        verdict = actions.Verdict("nothing")
        actions.decide(
            case,
            verdict,
            by=member,
            version=case.version,
            keep_open=False,
            now=timezone.now(),  # type: ignore[arg-type]
        )


# ---- the story, and the count


def run(options: argparse.Namespace) -> int:
    roles = ["Reporter", *(f"Mo {number}" for number in range(MODERATORS))]
    processes = {role: start(role, options) for role in roles}
    began = time.monotonic()
    kills = sorted(random.uniform(0.1, 0.9) * options.seconds for _ in range(options.kills))
    killed: Counter[str] = Counter()
    try:
        while not is_done(options.cases) and time.monotonic() - began < options.seconds + PATIENCE:
            if kills and time.monotonic() - began > kills[0]:
                kills.pop(0)
                role = "Reporter" if not killed else random.choice(roles)
                processes[role].send_signal(signal.SIGKILL)
                processes[role].wait()
                killed[role] += 1
                processes[role] = start(role, options)
            time.sleep(0.2)
    finally:
        for process in processes.values():
            process.kill()
            process.wait()
    return count(options.cases, took=time.monotonic() - began, kills=killed.total())


def start(role: str, options: argparse.Namespace) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.claims", "--as", role]
    command += ["--seconds", str(options.seconds), "--cases", str(options.cases)]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))


def is_done(cases: int) -> bool:
    from safety.models import Case

    return Case.objects.filter(closed_at__isnull=False).count() >= cases


def count(cases: int, *, took: float, kills: int) -> int:
    from safety.models import Case, CaseNote, Decision
    from safety.queries import all_entries, verify_audit

    claims = Counter(CaseNote.objects.filter(act="claimed").values_list("case_id", flat=True))
    decisions = Counter(Decision.objects.values_list("case_id", flat=True))
    handled = Counter(Decision.objects.values_list("by__name", flat=True))
    facts = {
        "cases": Case.objects.count(),
        "processes killed": kills,
        "seconds until all were decided": round(took),
    }
    faults = {
        "cases too many or too few": abs(Case.objects.count() - cases),
        "left open": Case.objects.open().count(),
        "taken twice, or never": sum(claims[pk] != 1 for pk in Case.objects.values_list("pk", flat=True)),
        "decided twice, or never": sum(
            decisions[pk] != 1 for pk in Case.objects.values_list("pk", flat=True)
        ),
        "entries of the record that do not hold": len(verify_audit(all_entries())),
    }
    for name, number in [*facts.items(), *sorted(handled.items()), *faults.items()]:
        print(f"{number:8d}  {name}")
    is_right = not any(faults.values())
    print("None was handled twice and none was lost." if is_right else "SOMETHING WENT WRONG.")
    return 0 if is_right else 1


if __name__ == "__main__":
    raise SystemExit(main())
