"""What a page has to know about the event stream before it is drawn."""

from live.hub import cursor_here


def place_now() -> str:
    """Return the place from which a page's stream has to begin, for `data-after`; "" if streams run elsewhere.

    Ask before reading what the page shows: an event told twice does no harm, one never told does.
    """
    return str(cursor_here() or "")
