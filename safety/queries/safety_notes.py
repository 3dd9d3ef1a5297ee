"""A member's notes to themselves, for that member alone."""

from people.models import Member
from safety.models import SafetyNotes


def get_safety_notes(member: Member) -> SafetyNotes | None:
    """Return what this member wrote to themselves for hard moments, None where there is nothing."""
    return SafetyNotes.objects.filter(member=member).first()
