"""How long somebody waited, in words: roughly, for nobody should count minutes over a person."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_words(wait: timedelta) -> str:
    """Return a wait as people say it: "less than an hour", "5 hours", "3 days"."""
    hours = int(wait.total_seconds() // 3600)
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(num)d hour", "%(num)d hours", hours) % {"num": hours}
    days = hours // 24
    return ngettext("%(num)d day", "%(num)d days", days) % {"num": days}
