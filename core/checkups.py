"""What the doctor looks at that belongs to no feature: the way in, the headers, jobs, disk and backups."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core import backups, jobs
from core.doctor import Finding, Look, checkup

CERTIFICATE_SOON = timedelta(days=14)
WORKER_LATE = 150.0
JOB_LATE = 300.0
DISK_LOW, DISK_VERY_LOW = 0.10, 0.03
BACKUP_LATE = timedelta(hours=50)
EXPECTED_HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "accelerometer=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
MISSING = "\0"
ASK_WHOEVER_RUNS_THE_FRONT = "Let the web server in front pass our headers on unchanged."


@checkup("Server")
def server(look: Look) -> Iterator[Finding]:
    answer = look.visit.page("/healthz")
    if not answer.status:
        yield Finding.act(
            f"{look.visit.address} does not answer ({answer.reason}).",
            "Start it with bin/run, or name the right address with --address.",
        )
    elif answer.status != 200:
        yield Finding.act(
            f"{look.visit.address}/healthz answers with {answer.status}.",
            "Look at the server's log and at the database.",
        )
    elif not (version := answer.json().get("version")):
        yield Finding.act(
            f"What answers at {look.visit.address} is not Hearthside.",
            "Name the right address with --address.",
        )
    else:
        yield Finding.fine(f"Version {version} answers at {look.visit.address}.")


@checkup("TLS")
def tls(look: Look) -> Iterator[Finding]:
    if not look.visit.is_https:
        yield from _without_tls(look)
        return
    ends_at = look.visit.certificate_ends_at()
    if ends_at is None:
        yield Finding.act(
            "The certificate cannot be trusted or read.", "Renew it, and check that it is for this host name."
        )
    elif ends_at - look.now < CERTIFICATE_SOON:
        yield Finding.act(
            f"The certificate ends on {ends_at:%d %B %Y}.", "Renew it now, and find out why nothing did."
        )
    else:
        yield Finding.fine(f"The certificate is good until {ends_at:%d %B %Y}.")
    yield from _plain_http(look)


def _without_tls(look: Look) -> Iterator[Finding]:
    if look.visit.is_on_this_machine and not settings.HTTPS:
        yield Finding.look(
            "Only this machine can reach it, without TLS.",
            "Before anybody else comes in, put a web server that speaks HTTPS in front (docs/operator.md).",
        )
    elif look.visit.is_on_this_machine:
        yield Finding.look(
            "TLS is done by a web server in front, which was not asked.",
            "Run the doctor again with --address https://your.host.",
        )
    else:
        yield Finding.act(
            "Words and passphrases travel in the clear.",
            "Put a web server that speaks HTTPS in front (docs/operator.md) and set HEARTHSIDE_HTTPS=1.",
        )


def _plain_http(look: Look) -> Iterator[Finding]:
    if not settings.HTTPS:
        yield Finding.act(
            "HEARTHSIDE_HTTPS is not set where this command runs.",
            "Set HEARTHSIDE_HTTPS=1 for the server too.",
        )
    if look.visit.parts.port in {None, 443}:
        plain = look.visit.ask(f"http://{look.visit.parts.hostname}/")
        leads_to = plain.headers.get("Location", "")
        if plain.status and not leads_to.startswith("https://"):
            yield Finding.act(
                "The same host answers without TLS and does not lead to HTTPS.",
                "Let port 80 do nothing but redirect to https://.",
            )


@checkup("Cookies")
def cookies(look: Look) -> Iterator[Finding]:
    cookies = look.visit.page("/sign-in/").cookies
    if not cookies:
        yield Finding.look(
            "The sign-in page set no cookie, so none could be looked at.", "See “Server” above."
        )
        return
    open_ones = [name for name, attributes in cookies.items() if "secure" not in attributes]
    if look.visit.is_https and open_ones:
        yield Finding.act(
            f"These cookies may travel in the clear: {', '.join(open_ones)}.",
            "Set HEARTHSIDE_HTTPS=1 and restart.",
        )
    loose = [
        name for name, attributes in cookies.items() if not {"samesite=lax", "samesite=strict"} & attributes
    ]
    if loose:
        yield Finding.act(
            f"Other sites can send these cookies: {', '.join(loose)}.",
            "Let the web server in front change no cookie.",
        )
    if not loose and not (look.visit.is_https and open_ones):
        yield Finding.fine("They stay on this host" + (" and travel sealed." if look.visit.is_https else "."))


@checkup("Headers")
def headers(look: Look) -> Iterator[Finding]:
    answer = look.visit.page("/sign-in/")
    if not answer.status:
        yield Finding.look("There was no page to look at.", "See “Server” above.")
        return
    expected = EXPECTED_HEADERS | ({"Strict-Transport-Security": "max-age="} if look.visit.is_https else {})
    wrong = [
        name for name, start in expected.items() if not answer.headers.get(name, MISSING).startswith(start)
    ]
    if "unsafe-" in (answer.headers.get("Content-Security-Policy") or ""):
        wrong.append("Content-Security-Policy (weakened)")
    if wrong:
        yield Finding.act(f"Missing or changed: {', '.join(wrong)}.", ASK_WHOEVER_RUNS_THE_FRONT)
    else:
        yield Finding.fine("Every page forbids what it does not need.")


@checkup("Background jobs")
def background_jobs(look: Look) -> Iterator[Finding]:
    health = jobs.health(now=look.now)
    seen, waiting = health["worker_seen_seconds"], health["oldest_waiting_seconds"] or 0.0
    if seen is None or seen > WORKER_LATE:
        yield Finding.act(
            "Nobody does the background jobs."
            if seen is None
            else f"The last job was looked for {_ago(seen)} ago.",
            "Run bin/run, or bin/hearthside worker beside serve --no-jobs.",
        )
    elif waiting > JOB_LATE:
        yield Finding.look(
            f"{health['waiting']} jobs wait, the oldest for {_ago(waiting)}.",
            "Run another bin/hearthside worker.",
        )
    else:
        yield Finding.fine("They are done as they come.")
    if health["given_up"]:
        yield Finding.look(
            f"{health['given_up']} jobs failed five times and were given up in the last month.",
            "The log says where; they carry no words, so it can be shown to a developer.",
        )


@checkup("Database")
def database(look: Look) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding.act(
            "The tables are older than the program.", "Run bin/hearthside migrate, or start with bin/run."
        )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            verdict = cursor.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            yield Finding.act(
                "The database file is damaged.", "Stop the server and restore the newest backup."
            )
            return
    yield Finding.fine("SQLite, and sound." if connection.vendor == "sqlite" else "PostgreSQL answers.")


@checkup("Disk")
def disk(look: Look) -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.HOME_DIR)
    share, words = usage.free / usage.total, f"{usage.free / 1e9:.1f} GB are free where the words are kept"
    if share < DISK_VERY_LOW or usage.free < 500_000_000:
        yield Finding.act(f"Only {words}.", "Make room today: nothing can be saved on a full disk.")
    elif share < DISK_LOW:
        yield Finding.look(f"{words}, less than a tenth.", "Make room, or move to a larger disk.")
    else:
        yield Finding.fine(f"{words}.")


@checkup("Files")
def files(look: Look) -> Iterator[Finding]:
    watched = [settings.HOME_DIR, settings.KEYS_ROOT, *Path(settings.KEYS_ROOT).glob("*")]
    open_ones = [path for path in watched if path.exists() and path.stat().st_mode & 0o077]
    if open_ones:
        names = ", ".join(str(path) for path in open_ones)
        yield Finding.act(
            f"Other accounts of this machine can open {names}.", f"Run chmod -R go= {settings.HOME_DIR}"
        )
    else:
        yield Finding.fine("Only this account of the machine can open them.")


@checkup("Backups")
def backup(look: Look) -> Iterator[Finding]:
    folder: Path = settings.BACKUPS_DIR or settings.HOME_DIR / "backups"
    found = backups.list_backups(folder)
    if not found:
        yield Finding.act(
            f"There is no backup in {folder}.",
            "Set HEARTHSIDE_BACKUPS to a folder on another disk (then one is made every day), "
            "or run bin/hearthside backup.",
        )
        return
    newest = found[-1]
    age = look.now - newest.made_at
    if age > BACKUP_LATE:
        yield Finding.act(
            f"The newest backup is {age.days} days old.",
            "See why the nightly one is not made, and make one now.",
        )
    else:
        yield Finding.fine(
            f"The newest is from {newest.made_at:%d %B, %H:%M} UTC, {newest.size / 1e6:.1f} MB."
        )
    if not newest.keys.exists():
        yield Finding.fine("Its keys lie elsewhere, as they should. Be sure you know where.")
    if folder.stat().st_dev == settings.HOME_DIR.stat().st_dev:
        yield Finding.look(
            "The backups lie on the same disk as what they are copies of.",
            "Let HEARTHSIDE_BACKUPS name another disk.",
        )


def _ago(seconds: float) -> str:
    """Return a length of time in its largest whole unit."""
    for size, word in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {word}"
    return f"{seconds:.0f} seconds"
