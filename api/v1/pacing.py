"""How often programs may ask. Members are counted by who they are, strangers by where they come from, for a minute."""

from django.conf import settings
from django.http import HttpRequest

from api.v1.caller import SAFE
from api.v1.refusals import Refused
from core.pacing import seconds_to_wait
from people.proof import place_of
from people.queries import Viewer


def hold_back(request: HttpRequest, viewer: Viewer | None) -> None:
    """Refuse who asks more often than the settings allow, saying how long to wait."""
    kind = "reads" if request.method in SAFE else "writes"
    who, whose = ("member", str(viewer.member.pk)) if viewer else ("stranger", place_of(request))
    most = settings.API_PACE[who][kind]
    if seconds := seconds_to_wait(f"api:{who}:{kind}:{whose}", most=most, per_seconds=60):
        raise Refused("slow-down", headers={"Retry-After": str(seconds)})
