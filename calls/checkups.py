"""What the doctor looks at in calls: a few bytes sent through the relay, and a room at the media server."""

from collections.abc import Iterator

from django.conf import settings

from calls import beside, janus
from calls.relay import ice_config
from calls.turn import NoRelay, try_relay
from core.doctor import Finding, Look, checkup


def _know_what_runs_beside() -> None:
    """Take what the running server started for itself, where no setting names a relay."""
    settings.CALLS = settings.CALLS or beside.find_beside()


@checkup("Calls")
def relay(look: Look) -> Iterator[Finding]:
    _know_what_runs_beside()
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


@checkup("Larger calls")
def media_server(look: Look) -> Iterator[Finding]:
    _know_what_runs_beside()
    if not janus.is_named():
        yield Finding.fine("No media server is named where this command runs, so up to six fit into a call.")
        return
    try:
        loaded = janus.try_out()
    except janus.NoMediaServer as problem:
        yield Finding.act(
            f"The media server does not take calls: {problem}.",
            "See that Janus runs, and that token_auth_secret, admin_secret and admin_key are HEARTHSIDE_JANUS_SECRET.",
        )
        return
    yield Finding.fine("The media server makes rooms and lets in who has a token.")
    if more := [name for name in loaded if name != janus.PLUGIN]:
        yield Finding.act(
            f"The media server has loaded more than calls need: {', '.join(more)}.",
            "Give it a plug-in folder with the video room alone, so that nothing on it can record (docs/operator.md).",
        )
