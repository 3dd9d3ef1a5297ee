"""Whether a person is behind a request: an open page that asks by itself keeps nobody signed in."""

from django.http import HttpRequest


def is_by_hand(request: HttpRequest) -> bool:
    """Tell whether somebody did something, rather than a page that was left open.

    Whatever is sent counts: words, presses, drafts kept while typing. Of pages that are only read, those count
    that a person went to; what a script fetches, and a page that loads itself again, does not.
    """
    if request.method not in {"GET", "HEAD"}:
        return True
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode == "navigate":
        return request.headers.get("Sec-Fetch-User") == "?1"
    if "HX-Request" in request.headers:
        return "HX-Current-URL" in request.headers  # htmx acts on a press; our own scripts leave this out
    return mode is None
