"""What /privacy/ says: the classification and the periods as they are set, in words."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.privacy import Closing, Group, Kept, Privacy, classified_models, for_period


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing that is stored."""

    what: Any
    why: Any
    how_long: str
    afterwards: str


def groups() -> list[tuple[Any, list[Line]]]:
    """Return everything that is stored, under its headings; what differs only in how long it stays is said once."""
    found: dict[str, dict[tuple[str, str, str], list[str]]] = {group: {} for group in Group}
    for _model, privacy in classified_models():
        told = (str(privacy.what), str(privacy.why), _afterwards(privacy))
        periods = found[privacy.group].setdefault(told, [])
        if (period := how_long(privacy.kept)) not in periods:
            periods.append(period)
    return [
        (
            Group(group).label,
            [Line(what, why, "; ".join(periods), after) for (what, why, after), periods in lines.items()],
        )
        for group, lines in found.items()
        if lines
    ]


def backups_kept() -> str:
    """Say how long the nightly backups are kept, "" where the software makes none."""
    return how_long(for_period("backups")) if settings.BACKUPS_DIR else ""


def how_long(kept: Kept) -> str:
    """Say a period in words: "31 days", "until you take it back"."""
    if kept.length is None:
        return str(kept.text)
    days = kept.length.days
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _afterwards(privacy: Privacy) -> str:
    if privacy.stays_because:
        return _("It stays: %(reason)s.") % {"reason": privacy.stays_because}
    if privacy.of is None:
        return _("It is not about you.")
    if any(how.when_name_unlinked is Closing.STAYS and how.export.value != "not" for how in _words(privacy)):
        return _("You decide: it is erased, or it stays without your name.")
    return _("It is deleted.")


def _words(privacy: Privacy) -> list[Any]:
    return list(privacy.handlings.values()) if privacy.by_its_feature else []
