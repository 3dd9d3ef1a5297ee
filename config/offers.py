"""After how long somebody is quietly asked about a thread that waits. HEARTHSIDE_OFFERS_AFTER=0 asks nobody."""

from collections.abc import Mapping
from datetime import timedelta

MINUTES = {"after": 240, "after_first": 30}
MOST = 7 * 24 * 60


def offers_settings(environment: Mapping[str, str]) -> dict[str, timedelta]:
    """Return both waiting times: for any thread ("after"), and for somebody's first post ("after_first")."""
    return {name: _minutes(name, usual, environment) for name, usual in MINUTES.items()}


def _minutes(name: str, usual: int, environment: Mapping[str, str]) -> timedelta:
    variable = f"HEARTHSIDE_OFFERS_{name.upper()}"
    said = environment.get(variable) or str(usual)
    if not said.isdecimal() or int(said) > MOST:
        raise SystemExit(f"{variable} is a number of minutes, at most {MOST}.")
    return timedelta(minutes=int(said))
