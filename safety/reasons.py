"""What a member can say is wrong, in plain words, and how soon somebody has to look at it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from safety.models import Band, Concern


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer to "What is wrong?": what it is about, and which clock runs."""

    code: str
    words: Any
    concern: Concern
    band: Band


_ALL = [
    Reason("worried", _("I'm worried about this person"), Concern.CRISIS, Band.NOW),
    Reason("method", _("It tells how somebody could hurt themselves"), Concern.METHOD, Band.NOW),
    Reason("threat", _("Somebody says they will hurt someone"), Concern.HARM, Band.NOW),
    Reason("hurt", _("Somebody is being hurt by someone else"), Concern.ABUSE, Band.NOW),
    Reason("hate", _("It attacks or bullies people"), Concern.HATE, Band.SOON),
    Reason(
        "contact",
        _("It asks for contact details, money, pictures or sexual talk"),
        Concern.CONTACT,
        Band.SOON,
    ),
    Reason("privacy", _("It tells who somebody is, or where they are"), Concern.PRIVACY, Band.SOON),
    Reason("picture", _("Something is wrong with the picture"), Concern.PICTURE, Band.SOON),
    Reason("note", _("It needs a content note"), Concern.NOTE, Band.LOOK),
    Reason("spam", _("It is advertising"), Concern.SPAM, Band.LOOK),
    Reason("other", _("Something else"), Concern.OTHER, Band.LOOK),
]
REASONS = {reason.code: reason for reason in _ALL}
# Said about the service itself, by the page for complaints alone.
COMPLAINT = Reason("complaint", _("A complaint about how this place is run"), Concern.SERVICE, Band.LOOK)


def get_reason(code: str) -> Reason:
    """Return the reason with this code, "something else" for one we no longer offer."""
    return COMPLAINT if code == COMPLAINT.code else REASONS.get(code, REASONS["other"])
