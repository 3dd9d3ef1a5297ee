"""A kind of notice that belongs to no feature, a mail server and a telephone: for looking at notices alone."""

import json
import secrets
import socket
import threading
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from notifications import kinds
from notifications.actions import notify

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def bell(monkeypatch):
    """Register the kind "test.bell" and return the set of subjects nobody may see any more."""
    hidden = set()

    def describe(notices, viewer):
        return {
            notice.pk: kinds.NoticeLine(
                f"Bell {notice.subject_id}", f"/bells/{notice.subject_id}/", notice.happened_at
            )
            for notice in notices
            if notice.subject_id not in hidden
        }

    bell = kinds.Kind("test.bell", describe, label="Bells")
    alarm = kinds.Kind("test.alarm", describe, label="Alarms", is_urgent=True, is_always_here=True)
    monkeypatch.setattr(
        kinds, "_kinds", {"test.bell": bell, "test.alarm": alarm, kinds.TRY: kinds._kinds[kinds.TRY]}
    )
    return hidden


@pytest.fixture
def ring(bell, django_capture_on_commit_callbacks):
    """Return a function that gives members a notice; each one a minute after the one before."""
    minutes = iter(range(10_000))

    def give(subject_id, *members, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            notify(
                "test.bell",
                subject_id=subject_id,
                member_ids=[member.pk for member in members],
                actor_id=by.pk if by else None,
                now=NOON + timedelta(minutes=next(minutes)),
            )

    return give


class Mailboxes:
    """Takes letters over SMTP as a mail server would; tests say what it answers."""

    def __init__(self):
        self.letters = []
        self.answer = "250 OK"
        self.refusal = ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=policy.default)
            letter.envelope_from, letter.envelope_to = envelope.mail_from, envelope.rcpt_tos
            self.letters.append(letter)
        return self.answer


@pytest.fixture
def mailboxes(settings):
    """A real SMTP server on this machine, which the installation sends through."""
    found = Mailboxes()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.MAIL_IS_SET = True
    settings.DEFAULT_FROM_EMAIL = "notes@quiet.example"
    yield found
    controller.stop()


class Phone:
    """A browser that shows notes, with its push service: what arrives is opened with the keys only it has."""

    def __init__(self):
        self.received, self.status = [], 201
        self._secret, self.auth = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        self._point = _point(self._secret.public_key())
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self._server.server_port}"

    def says_of_itself(self):
        """What a browser hands to a page that may show notes."""
        return {
            "endpoint": f"http://{self.host}/push/one",
            "public_key": urlsafe_b64encode(self._point).decode().rstrip("="),
            "auth": urlsafe_b64encode(self.auth).decode().rstrip("="),
        }

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(phone):
        class Service(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                if phone.status < 300:
                    phone.received.append((headers, phone.open(body)))
                self.send_response(phone.status)
                self.end_headers()

            def log_message(self, *args):
                pass

        return Service

    def open(self, body):
        """Decrypt as a browser does: RFC 8291 over RFC 8188, written from the standards."""
        salt, length = body[:16], body[20]
        sender = body[21 : 21 + length]
        shared = self._secret.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        )
        secret = _derive(shared, self.auth, b"WebPush: info\0" + self._point + sender, 32)
        key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, body[21 + length :], None).rstrip(b"\0")[:-1])


def _derive(secret, salt, info, length):
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _point(key):
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@pytest.fixture
def phone(settings):
    found = Phone()
    settings.PUSH_SERVICES = [found.host]
    yield found
    found.close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]
