"""What open call pages hear: that there is something to fetch, and nothing of what it is."""

from collections.abc import Iterable

from django.db import transaction

from calls.models import Call
from live.actions import whisper

CALL_CHANGED = "calls.call_changed"


def wake(call: Call, member_ids: Iterable[int]) -> None:
    """Have the call pages of these members fetch what waits for them; whoever misses it asks by themselves soon."""
    told: dict[str, int | str] = {"call": call.pk}
    for member_id in member_ids:
        transaction.on_commit(lambda to=member_id: whisper(f"member:{to}", CALL_CHANGED, told))  # type: ignore[misc]
