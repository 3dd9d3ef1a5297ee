"""Kill whoever causes notices, and the workers that send them, with kill -9 midway; then count what was told.

    python -m bench.notices [--database sqlite|postgresql] [--people 40] [--kills 10]

A writer says something to each member once. Two workers send what comes of it to a mail server of ours, which counts a
letter as soon as it has it and answers a little later, so that a worker can be killed in the instant in which it cannot
know. Right is: every message that is there has one notice, and whoever was written to has one letter. In that instant
the same letter may come again, under the same Message-ID: by that a receiver tells that it is no second one.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from email import message_from_bytes
from typing import Any

from bench.trials import PASSPHRASE, ROOT, free_port, installation, options_of, wait_until

WRITER, WORKERS = "Writer", ("Worker one", "Worker two")
ANSWERS_AFTER = 0.1  # seconds for which the mail server has a letter before it says so
MAIL_PORT = "BENCH_MAIL_PORT"


def main() -> int:
    parser = options_of(__doc__)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--as", dest="role", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        return work(options.role)
    with installation(options.database):
        prepare(options.people)
        with closing(MailServer()) as mail:
            return run(mail, kills=options.kills)


class MailServer:
    """Takes letters over SMTP; knows by mailbox under which Message-ID each came."""

    def __init__(self) -> None:
        from aiosmtpd.controller import Controller

        self.taken: list[tuple[str, str]] = []
        os.environ[MAIL_PORT] = str(free_port())
        self._controller = Controller(self, hostname="127.0.0.1", port=int(os.environ[MAIL_PORT]))
        self._controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio

        mark = message_from_bytes(envelope.content)["Message-ID"]
        self.taken += [(mailbox, mark) for mailbox in envelope.rcpt_tos]
        await asyncio.sleep(ANSWERS_AFTER)
        return "250 OK"

    def close(self) -> None:
        self._controller.stop()


def prepare(count: int) -> None:
    """Make a writer, and members who want to hear of messages by e-mail, each with a conversation with the writer."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0, interactive=False)
    from chat.actions import bring_together
    from notifications import actions
    from people.actions import give_address, prove_address, sign_up

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the note that asks for proof
    now, origin = timezone.now(), "https://bench.example/"
    writer = sign_up(name=WRITER, passphrase=PASSPHRASE, now=now)
    for number in range(count):
        member, address = (
            sign_up(name=f"Member {number}", passphrase=PASSPHRASE, now=now),
            f"{number}@bench.example",
        )
        give_address(member, address=address, origin=origin)
        prove_address(member.account, address=address, now=now)
        actions.choose(member, kinds={"chat.message": (True, True, False)}, settings={"origin": origin})
        bring_together(writer, member, now=now)
    connection.close()


# ---- what each process does


def work(role: str) -> int:
    """Write, or send, until this process is killed."""
    import django

    django.setup()
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ[MAIL_PORT])
    settings.DEFAULT_FROM_EMAIL, settings.MAIL_IS_SET = "notes@bench.example", True
    if role == WRITER:
        write_to_all()
    else:
        from core.jobs import Worker

        Worker().run()
    return 0


def write_to_all() -> None:
    """Say something in every conversation in which nothing was said yet."""
    from django.utils import timezone

    from chat.actions import send_message
    from chat.models import Conversation
    from chat.queries import get_standing
    from people.models import Member

    writer = Member.objects.get(name=WRITER)
    for talk in Conversation.objects.filter(messages__isnull=True):
        standing = get_standing(talk.pk, viewer=writer)
        send_message(standing, author=writer, body="Good evening.", now=timezone.now())
        time.sleep(0.05)


# ---- the story, and the count


def run(mail: MailServer, *, kills: int) -> int:
    processes = {role: start(role) for role in (WRITER, *WORKERS)}
    try:
        for _ in range(kills):
            role = random.choice([WRITER, *WORKERS, *WORKERS])
            wait_until_one_is_sent(mail)
            kill(processes[role])
            processes[role] = start(role)
        wait_until(lambda: processes[WRITER].poll() is not None and is_due_now())
        for role in WORKERS:
            kill(processes[role])  # nobody sends any more, so what is under way was left by somebody killed
        rescue()
        processes |= {role: start(role) for role in WORKERS}
        wait_until(lambda: is_due_now() and not left_to_send())
    finally:
        for process in processes.values():
            kill(process)
    return count(mail.taken, kills=kills)


def wait_until_one_is_sent(mail: MailServer) -> None:
    """Wait until the mail server has one letter more, whose sender does not know yet."""
    before = len(mail.taken)
    wait_until(lambda: is_due_now() and len(mail.taken) > before)


def start(role: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.notices", "--as", role]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def is_due_now() -> bool:
    """Have what waits be due at once: a letter has a minute's grace in which more can happen."""
    from django.utils import timezone

    from core.jobs import enqueue
    from notifications.actions import send_letters
    from notifications.models import Letter, LetterState

    now = timezone.now()
    if Letter.objects.filter(state=LetterState.WAITING, due_at__gt=now).update(due_at=now):
        enqueue(send_letters)
    return True


def rescue() -> None:
    """Do what is done every few minutes, as if those had passed in which somebody may still be sending."""
    from django.utils import timezone

    from notifications.actions import rescue_letters
    from notifications.actions.letters import LOST_AFTER

    rescue_letters(now=timezone.now() + LOST_AFTER)


def left_to_send() -> bool:
    from notifications.models import Letter, LetterState

    return Letter.objects.filter(state__in=[LetterState.WAITING, LetterState.SENDING]).exists()


def count(taken: list[tuple[str, str]], *, kills: int) -> int:
    from chat.models import Message
    from notifications.models import Letter, LetterState, Notice
    from people.models import RecoveryAddress

    told = Counter(Notice.objects.filter(kind="chat.message").values_list("subject_id", flat=True))
    said = Counter(Message.objects.values_list("conversation_id", flat=True))
    marks: dict[str, set[str]] = {}
    for mailbox, mark in taken:
        marks.setdefault(mailbox, set()).add(mark)
    people = RecoveryAddress.objects.count()
    again = len(taken) - len(set(taken))
    facts = {"people written to": people, "processes killed": kills, "letters that came a second time": again}
    faults = {
        "messages not there, or twice": sum(said[talk] != 1 for talk in said) + abs(people - len(said)),
        "messages without their one notice": sum(told[talk] != 1 for talk in said),
        "people without a letter": people - len(marks),
        "people with two": sum(len(of_one) > 1 for of_one in marks.values()),
        "came again more often than there were kills": max(0, again - kills - len(WORKERS)),
        "letters not sent": Letter.objects.exclude(state=LetterState.SENT).count(),
    }
    for name, number in [*facts.items(), *faults.items()]:
        print(f"{number:8d}  {name}")
    is_right = not any(faults.values())
    print("One notice for each, and one letter." if is_right else "SOMETHING WENT WRONG.")
    return 0 if is_right else 1


if __name__ == "__main__":
    raise SystemExit(main())
