"""How long things are kept. Each period is a number of days and can be set: HEARTHSIDE_KEEP_DRAFTS=90.

The page /privacy/ shows them as they are set, and the retention jobs keep to them.
"""

from collections.abc import Mapping
from datetime import timedelta

DAYS = {
    "sign_ins": 31,
    "read_notices": 60,
    "letters": 7,
    "events": 2,
    "sent_requests": 1,
    "drafts": 365,
    "requests_to_talk": 90,
    "removed_messages": 7,
    "excerpts": 180,
    "earlier_versions": 180,
    "finished_jobs": 1,
    "failed_jobs": 30,
    "exports": 1,
    "change_of_mind": 14,
    "receipts": 90,
    "closed_names": 365,
    "removed_words": 90,
    "offers": 90,
    "closed_cases": 730,
    "rota": 60,
    "talks": 90,
    "circle_seats": 60,
    "circles": 365,
    "places_asked": 180,
    "debriefs": 365,
    "screenings": 90,
    "backups": 14,
}


def retention_settings(environment: Mapping[str, str]) -> dict[str, timedelta]:
    """Return every period by its name; refuse what is no number of days."""
    return {name: _period(name, days, environment) for name, days in DAYS.items()}


def _period(name: str, days: int, environment: Mapping[str, str]) -> timedelta:
    variable = f"HEARTHSIDE_KEEP_{name.upper()}"
    said = environment.get(variable) or str(days)
    if not said.isdecimal() or not 1 <= int(said) <= 36_500:
        raise SystemExit(f"{variable} is a number of days, at least 1.")
    return timedelta(days=int(said))
