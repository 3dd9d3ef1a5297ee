"""Somebody who left a circle in distress, as the safety desk knows them: by the name they have in the group."""

from django.utils.translation import gettext as _

from circles.models import Worry
from core.languages import isolated
from safety.subjects import Subject

KIND = "circles.worry"


def subject_of(worry: Worry) -> Subject:
    """Return somebody who left a circle in distress. Under another name than their own they stay unnamed."""
    name = worry.name or worry.member.name
    return Subject(
        kind=KIND, pk=worry.pk, ref=str(worry.pk),
        line=_("How is %(name)s after a circle?") % {"name": isolated(name)},
        address=worry.get_absolute_url(), place_name=worry.circle.schedule.group.name,
        author_id=worry.member_id, voice=name, is_anonymous=bool(worry.name),
    )  # fmt: skip
