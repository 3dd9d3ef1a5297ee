"""Regular work of conversations: forgetting what is to be forgotten."""

from django.utils import timezone

from chat import actions
from core.jobs import every


@every(minutes=15)
def forget_expired_messages() -> None:
    actions.forget_expired_messages(now=timezone.now())


@every(hours=6)
def forget_what_is_old() -> None:
    now = timezone.now()
    actions.empty_removed_messages(now=now)
    actions.forget_old_requests(now=now)
    actions.forget_old_excerpts(now=now)
