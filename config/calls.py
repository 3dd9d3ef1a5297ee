"""The relay that calls go through, read from the environment. Without one there are no calls: a direct one would show
members each other's address.

    HEARTHSIDE_TURN         where browsers find it: turn:turn.host:3478 turns:turn.host:443?transport=tcp
    HEARTHSIDE_TURN_SECRET  the secret it shares with us (coturn: static-auth-secret)
    HEARTHSIDE_TURN_RELAYS  the addresses it relays from; no other address goes from one browser to another
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

NAMES = ("HEARTHSIDE_TURN", "HEARTHSIDE_TURN_SECRET", "HEARTHSIDE_TURN_RELAYS")


def calls_settings(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """Return where the relay is, None where there is none; refuse one that is described in part."""
    said = [environment.get(name, "").strip() for name in NAMES]
    if not any(said):
        return None
    if not all(said):
        raise SystemExit(f"Calls need all three of {', '.join(NAMES)} (docs/operator.md).")
    urls, secret, relays = said[0].split(), said[1], said[2].split()
    if not all(url.startswith(("turn:", "turns:")) for url in urls):
        raise SystemExit("HEARTHSIDE_TURN looks like turn:turn.host:3478 turns:turn.host:443?transport=tcp.")
    try:
        addresses = frozenset(str(ip_address(relay)) for relay in relays)
    except ValueError:
        raise SystemExit("HEARTHSIDE_TURN_RELAYS holds IP addresses, with spaces between them.") from None
    return {"urls": urls, "secret": secret, "relays": addresses}
