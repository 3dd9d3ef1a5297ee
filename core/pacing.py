"""How often something may be done in a while, counted without knowing who did it for longer than that."""

import time

from django.core.cache import cache

from core.daily_marks import daily_mark


def seconds_to_wait(what: str, *, most: int, per_seconds: int) -> int:
    """Count one more of it; return 0 while that is within `most`, else how many seconds until it would be.

    Time is cut into windows of this length. A cache that forgot begins to count anew: rather too many than nobody.
    """
    window, into_it = divmod(int(time.time()), per_seconds)
    key = f"pace:{window}:{daily_mark(what)}"
    if cache.add(key, 1, per_seconds):
        return 0
    try:
        count = cache.incr(key)
    except ValueError:
        return 0
    return per_seconds - into_it if count > most else 0
