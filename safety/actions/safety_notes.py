"""Writing to oneself for hard moments. Nobody is told, and nothing is sorted."""

from datetime import datetime

from people.models import Member
from safety.models import SafetyNotes


def save_safety_notes(member: Member, *, now: datetime, **parts: str) -> None:
    """Keep these parts of a member's notes to themselves; where nothing is left in any, keep nothing at all."""
    if unknown := parts.keys() - set(SafetyNotes.PARTS):
        raise TypeError(f"not part of the notes: {', '.join(sorted(unknown))}")
    notes, _ = SafetyNotes.objects.update_or_create(member=member, defaults={**parts, "written_at": now})
    if not notes.written_parts():
        notes.delete()
