"""The content security policy: nothing inline, nothing from elsewhere, and of scripts only those our pages name.

Each answer has a nonce of its own, made when a page first names a script; an answer without scripts allows none.
"""

import secrets
from contextvars import ContextVar
from functools import cache

from django.templatetags.static import static
from markupsafe import Markup

_BEFORE_SCRIPTS = "default-src 'none'; script-src "
_AFTER_SCRIPTS = "; " + "; ".join(
    [
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
_nonce: ContextVar[str] = ContextVar("script nonce", default="")


def begin_answer() -> None:
    """Forget the nonce of the answer this thread gave before."""
    _nonce.set("")


def script_nonce() -> str:
    """Return the nonce of the answer that is being made."""
    nonce = _nonce.get()
    if not nonce:
        nonce = secrets.token_urlsafe(16)
        _nonce.set(nonce)
    return nonce


def script(path: str) -> Markup:
    """Return the tag for one of our static scripts; the only way for a page to have one."""
    before, after = _tag(static_address(path))
    return before + script_nonce() + after


@cache
def static_address(path: str) -> str:
    """Return the address of one of our static files; it stays the same for as long as the process runs."""
    return static(path)


@cache
def _tag(address: str) -> tuple[Markup, Markup]:
    return Markup('<script src="{}" nonce="').format(address), Markup('" defer></script>')


def holds_nonce(html: str) -> bool:
    """Tell whether a piece of a page belongs to this answer alone."""
    nonce = _nonce.get()
    return bool(nonce) and nonce in html


def content_security_policy() -> str:
    """Return the policy of the answer that was made."""
    nonce = _nonce.get()
    allowed = f"'nonce-{nonce}'" if nonce else "'none'"
    return f"{_BEFORE_SCRIPTS}{allowed}{_AFTER_SCRIPTS}"
