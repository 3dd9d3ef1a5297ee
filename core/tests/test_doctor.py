"""The doctor says what is wrong with a running installation, and goes on when one check fails."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core import checkups, doctor
from core.backups import make_backup
from core.doctor import Finding, Level, Look
from core.doctor.visit import Visit
from core.models import PeriodicRun

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "accelerometer=(), camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Set-Cookie": "csrftoken=abc; Path=/; SameSite=Lax",
}
NOBODY_THERE = "http://127.0.0.1:1"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@contextmanager
def server(
    headers: dict[str, str], *, health: dict[str, Any] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Run a server of its own that answers every page with these headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401 if self.path == "/events" else 200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(health or {"version": "1"}).encode())

        def log_message(self, *args: Any) -> None:
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        running.socket = tls.wrap_socket(running.socket, server_side=True)
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()


def certificate(folder: Path, *, days: int) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for this machine that ends in so many days, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    import ipaddress

    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    no_passphrase = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_passphrase)
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context


def found(
    check: Callable[[Look], Any], address: str = NOBODY_THERE, now: datetime | None = None
) -> list[Finding]:
    return list(check(Look(now or timezone.now(), Visit(address))))


def levels(findings: list[Finding]) -> list[Level]:
    return [finding.level for finding in findings]


def test_a_server_that_does_not_answer_is_said_first() -> None:
    (finding,) = found(checkups.server)

    assert finding.level == Level.ACT
    assert "does not answer" in finding.what


def test_something_else_at_the_address_is_not_taken_for_hearthside() -> None:
    with server(HEADERS, health={"name": "a printer"}) as address:
        (finding,) = found(checkups.server, address)

    assert "not Hearthside" in finding.what


def test_a_whole_set_of_headers_is_fine() -> None:
    with server(HEADERS) as address:
        assert levels(found(checkups.headers, address)) == [Level.FINE]
        assert levels(found(checkups.cookies, address)) == [Level.FINE]


@pytest.mark.parametrize("name", sorted(set(HEADERS) - {"Set-Cookie"}))
def test_each_header_that_a_proxy_took_away_is_named(name: str) -> None:
    with server({key: value for key, value in HEADERS.items() if key != name}) as address:
        (finding,) = found(checkups.headers, address)

    assert finding.level == Level.ACT
    assert name in finding.what


@pytest.mark.django_db
def test_what_it_expects_is_what_our_own_pages_send(client: Any) -> None:
    answer = client.get("/sign-in/")

    for name, start in checkups.EXPECTED_HEADERS.items():
        assert answer.headers[name].startswith(start), name


def test_a_weakened_policy_is_named() -> None:
    weak = HEADERS | {"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'"}
    with server(weak) as address:
        (finding,) = found(checkups.headers, address)

    assert "weakened" in finding.what


def test_a_cookie_other_sites_can_send_is_named() -> None:
    with server(HEADERS | {"Set-Cookie": "csrftoken=abc; Path=/"}) as address:
        (finding,) = found(checkups.cookies, address)

    assert finding.level == Level.ACT
    assert "csrftoken" in finding.what


def test_a_good_certificate_is_read_and_open_cookies_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.HTTPS = True
    path, context = certificate(tmp_path, days=60)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with server(HEADERS, tls=context) as address:
        assert levels(found(checkups.tls, address)) == [Level.FINE]
        (finding,) = found(checkups.cookies, address)
        assert "in the clear" in finding.what
        assert "Strict-Transport-Security" in found(checkups.headers, address)[0].what


def test_a_certificate_about_to_end_or_unknown_must_be_seen_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.HTTPS = True
    path, context = certificate(tmp_path, days=5)
    with server(HEADERS, tls=context) as address:
        assert "cannot be trusted" in found(checkups.tls, address)[0].what
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        assert "ends on" in found(checkups.tls, address)[0].what


def test_without_tls_only_this_machine_may_come_in() -> None:
    assert levels(found(checkups.tls, "http://127.0.0.1:8000")) == [Level.LOOK]
    assert levels(found(checkups.tls, "http://community.example")) == [Level.ACT]


@pytest.mark.django_db
def test_jobs_that_nobody_does_must_be_seen_to() -> None:
    assert levels(found(checkups.background_jobs)) == [Level.ACT]
    PeriodicRun.objects.create(name="tests.some_job", due_at=NOW, started_at=NOW)

    assert levels(found(checkups.background_jobs, now=NOW + timedelta(minutes=1))) == [Level.FINE]
    (late,) = found(checkups.background_jobs, now=NOW + timedelta(hours=3))
    assert late.level == Level.ACT
    assert "3 hours" in late.what


@pytest.mark.django_db
def test_the_tables_of_the_tests_are_sound() -> None:
    assert levels(found(checkups.database)) == [Level.FINE]


def test_a_disk_that_fills_up_is_seen_before_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_with(free: int) -> list[Level]:
        from collections import namedtuple

        usage = namedtuple("usage", "total used free")(10**12, 10**12 - free, free)
        monkeypatch.setattr(checkups.shutil, "disk_usage", lambda path: usage)
        return levels(found(checkups.disk))

    assert disk_with(5 * 10**11) == [Level.FINE]
    assert disk_with(6 * 10**10) == [Level.LOOK]
    assert disk_with(10**10) == [Level.ACT]


def test_keys_that_others_can_read_are_named(tmp_path: Path, settings: Any) -> None:
    settings.HOME_DIR, settings.KEYS_ROOT = tmp_path, tmp_path / "keys"
    tmp_path.chmod(0o700)
    (tmp_path / "keys").mkdir(mode=0o700)
    key = tmp_path / "keys" / "secret"
    key.write_text("x")
    key.chmod(0o600)
    assert levels(found(checkups.files)) == [Level.FINE]

    key.chmod(0o644)

    assert "secret" in found(checkups.files)[0].what


@pytest.mark.django_db(transaction=True)
def test_backups_are_looked_for_and_their_age_told(tmp_path: Path, settings: Any) -> None:
    settings.BACKUPS_DIR = tmp_path / "backups"
    assert "There is no backup" in found(checkups.backup)[0].what
    now = timezone.now()
    make_backup(settings.BACKUPS_DIR, now=now)

    assert found(checkups.backup, now=now)[0].level == Level.FINE
    (old, *_) = found(checkups.backup, now=now + timedelta(days=9))
    assert old.level == Level.ACT
    assert "9 days" in old.what


@pytest.mark.django_db
def test_a_check_that_fails_is_a_finding_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    autodiscover_modules("checkups")  # else they would register with the list that stands in for it here

    def broken(look: Look) -> list[Finding]:
        raise RuntimeError("words that are nobody's business")

    monkeypatch.setattr(
        doctor.checks, "_checks", {"One": broken, "Two": lambda look: [Finding.fine("Good.")]}
    )

    report = dict(doctor.examine(Look(NOW, Visit(NOBODY_THERE))))

    assert report["One"][0].level == Level.ACT
    assert "business" not in report["One"][0].what
    assert report["Two"] == [Finding.fine("Good.")]


@pytest.mark.django_db
def test_the_command_looks_at_everything_and_ends_with_one_where_something_must_be_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", address=NOBODY_THERE)

    said = capsys.readouterr().out
    assert ended.value.code == 1
    for title in (
        "Server",
        "TLS",
        "Cookies",
        "Headers",
        "Background jobs",
        "Event stream",
        "Crisis lines",
        "Disk",
        "Backups",
    ):
        assert f" {title}: " in said
    assert "See to what says “act” today." in said


@pytest.mark.django_db
def test_a_program_can_read_what_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("doctor", "--json", address=NOBODY_THERE)

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"check", "level", "what", "to_do"} == set(rows[0])
    assert all(row["to_do"] for row in rows if row["level"] != "fine")
