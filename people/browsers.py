"""Naming a browser in words its owner recognises, and no more precisely than that."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

_BROWSERS = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
_SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


UNKNOWN = _("A browser")


def describe_browser(user_agent: str) -> str:
    """Return words such as "Firefox on Android", as they are stored."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), UNKNOWN)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


def in_words(description: str) -> str:
    """Return a stored description as the reader's language says it."""
    browser, on, system = description.partition(" on ")
    browser = gettext(browser) if browser == UNKNOWN else browser
    return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system} if on else browser
