"""The servers that calls go through, read from the environment. Without a relay there are no calls: a direct one would
show members each other's address. Without a media server larger calls stay at six.

    HEARTHSIDE_TURN         where browsers find it: turn:turn.host:3478 turns:turn.host:443?transport=tcp
    HEARTHSIDE_TURN_SECRET  the secret it shares with us (coturn: static-auth-secret)
    HEARTHSIDE_TURN_RELAYS  the addresses it relays from; no other address goes from one browser to another

    HEARTHSIDE_JANUS            where we find Janus and its admin interface, both on this machine:
                                http://127.0.0.1:8088/janus http://127.0.0.1:7088/admin
    HEARTHSIDE_JANUS_SECRET     its token_auth_secret, admin_secret and admin_key, which are one
    HEARTHSIDE_JANUS_ADDRESSES  the addresses at which it takes sound and pictures
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

JANUS_NAMES = ("HEARTHSIDE_JANUS", "HEARTHSIDE_JANUS_SECRET", "HEARTHSIDE_JANUS_ADDRESSES")
NAMES = ("HEARTHSIDE_TURN", "HEARTHSIDE_TURN_SECRET", "HEARTHSIDE_TURN_RELAYS")


def calls_settings(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """Return where the relay is, None where there is none; refuse one that is described in part."""
    said = _all_or_none(environment, NAMES, "Calls need")
    janus = _janus(environment)
    if not said:
        if janus:
            raise SystemExit("HEARTHSIDE_JANUS needs a relay as well: HEARTHSIDE_TURN (docs/operator.md).")
        return None
    urls, secret, relays = said[0].split(), said[1], said[2].split()
    if not all(url.startswith(("turn:", "turns:")) for url in urls):
        raise SystemExit("HEARTHSIDE_TURN looks like turn:turn.host:3478 turns:turn.host:443?transport=tcp.")
    return {
        "urls": urls,
        "secret": secret,
        "relays": _addresses(relays, "HEARTHSIDE_TURN_RELAYS"),
        "janus": janus,
    }


def _janus(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """Return where the media server is; it listens to this machine alone, so that nobody else asks it for anything."""
    said = _all_or_none(environment, JANUS_NAMES, "Larger calls need")
    if not said:
        return None
    places = said[0].split()
    if len(places) != 2 or not all(_is_here(place) for place in places):
        raise SystemExit(
            "HEARTHSIDE_JANUS looks like http://127.0.0.1:8088/janus http://127.0.0.1:7088/admin, on this machine."
        )
    addresses = _addresses(said[2].split(), "HEARTHSIDE_JANUS_ADDRESSES")
    return {"api": places[0], "admin": places[1], "secret": said[1], "addresses": addresses}


def _all_or_none(environment: Mapping[str, str], names: tuple[str, ...], who: str) -> list[str]:
    said = [environment.get(name, "").strip() for name in names]
    if any(said) and not all(said):
        raise SystemExit(f"{who} all three of {', '.join(names)} (docs/operator.md).")
    return said if all(said) else []


def _is_here(place: str) -> bool:
    parts = urlsplit(place)
    return parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}


def _addresses(written: list[str], name: str) -> frozenset[str]:
    try:
        return frozenset(str(ip_address(each)) for each in written)
    except ValueError:
        raise SystemExit(f"{name} holds IP addresses, with spaces between them.") from None
