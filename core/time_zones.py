"""The time zones somebody can choose from."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext as _


def time_zones() -> list[tuple[str, Any]]:
    """Return the choices: the one of this place first, then all by name."""
    places = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    )
    here = _("The one of this place (%(zone)s)") % {"zone": settings.TIME_ZONE}
    return [("", here), *((zone, zone.replace("_", " ")) for zone in places), ("UTC", "UTC")]
