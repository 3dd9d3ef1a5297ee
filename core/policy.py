"""What an answer allows its page. Of scripts only those our pages name, nothing inline, nothing from elsewhere; of what
the browser can do, no more than the page needs.

Each answer has a nonce of its own, made when a page first names a script; an answer without scripts allows none.
Sound, the microphone and the camera are for the few answers that ask for them.
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
_sound: ContextVar[str] = ContextVar("sound", default="")
_scripts_from: ContextVar[str] = ContextVar("scripts from", default="")
_opened: ContextVar[frozenset[str]] = ContextVar("opened features", default=frozenset())
_FEATURES = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope "
    "hid identity-credentials-get idle-detection local-fonts magnetometer microphone midi payment picture-in-picture "
    "screen-wake-lock serial storage-access usb web-share xr-spatial-tracking"
).split()
_PASSKEYS = frozenset({"publickey-credentials-create", "publickey-credentials-get"})
_SOURCES_OF_SOUND = {"": "", "listen": "; media-src 'self'", "record": "; media-src 'self' blob:"}


def begin_answer() -> None:
    """Forget what the answer this thread gave before was allowed."""
    _nonce.set("")
    _sound.set("")
    _scripts_from.set("")
    _opened.set(frozenset())


def allow_listening() -> None:
    """Let the page that is being made play sound of ours."""
    _sound.set(_sound.get() or "listen")


def allow_recording() -> None:
    """Let the page that is being made ask for the microphone, and play what was recorded."""
    _sound.set("record")
    _opened.set(_opened.get() | {"microphone"})


def allow_calling() -> None:
    """Let the page that is being made ask for microphone and camera, and play what comes without being asked."""
    _opened.set(_opened.get() | {"autoplay", "camera", "microphone"})


def allow_scripts_from(folder: str) -> None:
    """Let the page that is being made load the scripts of one folder of ours, host and path, and compiled code."""
    _scripts_from.set(f" {folder} 'wasm-unsafe-eval'")


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
    return f"{_BEFORE_SCRIPTS}{allowed}{_scripts_from.get()}{_AFTER_SCRIPTS}{_SOURCES_OF_SOUND[_sound.get()]}"


def permissions_policy() -> str:
    """Return what of the browser the page that was made may use; everything else stays closed to it."""
    return _permissions(_opened.get())


@cache
def _permissions(opened: frozenset[str]) -> str:
    closed = [f"{feature}=()" for feature in _FEATURES if feature not in opened]
    return ", ".join(closed + [f"{feature}=(self)" for feature in sorted(opened | _PASSKEYS)])
