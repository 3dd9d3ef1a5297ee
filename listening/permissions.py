"""Who may do what when somebody would like to talk now."""

from datetime import datetime

from chat.permissions import can_speak
from listening.models import Talk
from people.models import Member
from people.permissions import allows
from safety.permissions import can_be_on_duty, is_lead, staff


def can_ask(member: Member, *, now: datetime) -> bool:
    """Whoever may write to somebody at all."""
    return can_speak(member, now=now)


def can_listen(viewer: Member | None) -> bool:
    """Those who can be on duty."""
    return can_be_on_duty(viewer)


def is_member_of(viewer: Member, talk: Talk) -> bool:
    """Whether it was they who asked to talk."""
    return talk.member_id == viewer.pk


def is_listener_of(viewer: Member, talk: Talk) -> bool:
    """Whether it was they who listened."""
    return talk.listener_id == viewer.pk


def can_read_notes(viewer: Member | None) -> bool:
    """Whoever leads: the safeguarding lead, and the operators while none is named."""
    if is_lead(viewer):
        return True
    return allows(viewer, "handle_escalations") and not any(is_lead(each) for each in staff())


def who_leads() -> list[Member]:
    """Return those who may read the notes."""
    return [member for member in staff() if can_read_notes(member)]
