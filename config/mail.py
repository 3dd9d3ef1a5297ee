"""Where notes are sent from, read from one address: HEARTHSIDE_MAIL, optional.

    smtp://name:password@host:587?from=notes@host    encrypted by STARTTLS; smtps:// is encrypted from the start
    ...&returns=plus                                 letters that come back arrive at notes+MARK@host: hearthside bounce

Without it no page asks for an e-mail address, and everything else works.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
PATIENCE = 20


def mail_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return Django's settings for sending notes; refuse an address that would send them in the clear."""
    url = environment.get("HEARTHSIDE_MAIL", "")
    if not url:
        return {}
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in PORTS or not parts.hostname or "@" not in sender:
        raise SystemExit(
            "HEARTHSIDE_MAIL looks like smtp://name:password@host:587?from=notes@host (or smtps://)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": PATIENCE,
        "DEFAULT_FROM_EMAIL": sender,
    }
