"""What the doctor looks at in the event stream."""

from collections.abc import Iterator

from core.doctor import Finding, Look, checkup
from live.health import LATE


@checkup("Event stream")
def event_stream(look: Look) -> Iterator[Finding]:
    """Ask the running server: only it knows how far it has told its streams."""
    lag = look.visit.page("/healthz").json().get("outbox_lag_seconds")
    if lag is None:
        yield Finding.look(
            "The server that answers tells no events, or does not answer.", "Look at it again once it runs."
        )
    elif lag > LATE:
        yield Finding.act(
            f"The oldest untold event has waited {lag:.0f} seconds.",
            "Restart the server; on PostgreSQL look for a transaction that stays open.",
        )
    else:
        yield Finding.fine("Open pages hear what happens as it happens.")
    if look.visit.page("/events").status not in {0, 401}:
        yield Finding.act(
            "/events does not reach the event stream.", "Let the web server in front pass it on, unbuffered."
        )
