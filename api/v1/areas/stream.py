"""The event stream. It is answered in the event loop (live.events); here it is only described."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from api.v1.refusals import Refused
from api.v1.routing import reads
from people.models import Scope

router = Router(tags=["events"])
TOPICS: Any = Query("", description="Such as thread:12,space:3,room:5; your own need no asking")
AFTER: Any = Query("", description="The id of the last event you know of")


@reads(
    router, "/events", _("Hear what happens as it happens: pointers, never words. Fetch what they point at."),
    gives=bytes, scope=Scope.EVENTS, media_type="text/event-stream",
)  # fmt: skip
def listen(request: Any, topics: str = TOPICS, after: str = AFTER) -> Any:
    """The answer has no end. Each event has an id, a kind (such as forum.reply_posted) and data: a JSON object.

    `reset` says that too much was missed to be told: read again what you show.
    """
    raise Refused("restarting")
