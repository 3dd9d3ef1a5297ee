"""What the doctor looks at in calls: a few bytes sent through the relay, as a call would."""

from collections.abc import Iterator

from django.conf import settings

from calls.relay import ice_config
from calls.turn import NoRelay, try_relay
from core.doctor import Finding, Look, checkup


@checkup("Calls")
def relay(look: Look) -> Iterator[Finding]:
    if settings.CALLS is None:
        yield Finding.fine(
            "No relay is named where this command runs, so members cannot call (docs/operator.md)."
        )
        return
    server = ice_config(now=look.now)["iceServers"][0]
    for url in server["urls"]:
        try:
            address = try_relay(url, (server["username"], server["credential"]))
        except NoRelay as problem:
            yield Finding.act(
                f"Nobody can call through {url}: {problem}.",
                "See that it runs, and that its secret is the one in HEARTHSIDE_TURN_SECRET.",
            )
            continue
        if address not in settings.CALLS["relays"]:
            yield Finding.act(
                f"{url} relays from {address}, which is not in HEARTHSIDE_TURN_RELAYS.",
                "Add it there: what comes from other addresses is not passed on.",
            )
        else:
            yield Finding.fine(f"A connection through {url} works.")
