"""Whom the author of worrying words can talk to: one panel for posts, pages and messages, shown to them alone."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from people.models import Member
from safety.models import CaseAct, CaseNote, SafetyNotes, ScreenedText
from safety.queries.helplines import get_country, list_countries
from safety.queries.rota import NobodyHere, nobody_here
from safety.queries.safety_notes import get_safety_notes


@dataclass(frozen=True, slots=True)
class CarePanel:
    """What stands in the panel. `says` is what became of the words, `action` where its buttons send to.

    `is_answered_here`: whoever comes answers where the words stand; otherwise they write to the author.
    `offers_listener`: somebody is on duty with whom the author can talk at once. `country` is what was chosen on this
    page, kept nowhere; `address` and `after` are of that page. `notes` is what they wrote to themselves.
    """

    says: str
    action: str
    has_asked: bool
    nobody_here: NobodyHere | None
    is_answered_here: bool = False
    is_private: bool = False
    address: str = ""
    after: int = 0
    country: Any = None
    countries: tuple[Any, ...] = ()
    offers_listener: bool = False
    notes: SafetyNotes | None = None

    @property
    def sentence(self) -> str:
        """What the panel says, in one go."""
        asks = _("You sound in a lot of pain. Would you like to talk to someone now?")
        return f"{self.says} {asks}".strip()


def panel_about_post(
    pk: int, *, author: Member, says: str, action: str, address: str, country: str, after: int = 0
) -> CarePanel:
    """Return the panel for the author of a post. Listeners hear of what asks for somebody in a thread as well."""
    return CarePanel(
        says, action, has_asked_to_talk("forum.post", pk), nobody_here(), True, False, address, after,
        get_country(country), tuple(list_countries()), notes=get_safety_notes(author),
    )  # fmt: skip


def panel_about_oneself(
    member: Member, *, says: str, action: str, address: str, country: str, is_private: bool = False
) -> CarePanel:
    """Return the panel for somebody whose own page or messages worried us. Those at the desk alone hear of it, and of
    what `is_private` they learn nothing but that they are asked for."""
    return CarePanel(
        says, action, has_asked_to_talk("people.member", member.pk), nobody_here(at_desk=True), False, is_private,
        address, 0, get_country(country), tuple(list_countries()), notes=get_safety_notes(member),
    )  # fmt: skip


def has_asked_to_talk(kind: str, pk: int) -> bool:
    """Tell an author whether they asked for somebody about this, and it is not over yet."""
    asked = CaseNote.objects.filter(act=CaseAct.TALK, case__closed_at__isnull=True)
    return asked.filter(case__subject_kind=kind, case__subject_id=pk).exists()


def is_asked_to_talk_by(member: Member, *, helper: Member) -> bool:
    """Tell whether this member asked for somebody to talk to, and it is this helper who looks after it."""
    asked = CaseNote.objects.filter(act=CaseAct.TALK, case__closed_at__isnull=True, case__holder=helper)
    return asked.filter(case__subject_kind="people.member", case__subject_id=member.pk).exists()


def offers_care_to(member: Member) -> bool:
    """Tell whether what somebody says about themselves offers them somebody to talk to."""
    about = ScreenedText.objects.filter(subject_kind="people.member", subject_id=member.pk)
    return about.filter(shows_care=True).exists()
