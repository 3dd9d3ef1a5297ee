"""What a member writes to themselves, into clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import WordsField
from safety.models import SafetyNotes

LONGEST = 2_000
HINTS: dict[str, Any] = {
    "warns": _("Thoughts, moods, moments, what your body does: whatever tells you early."),
    "helps": _("On your own, right now: walk, shower, music, breathing, waiting ten minutes."),
    "company": _("Somebody to sit with, somewhere with people, an animal."),
    "contacts": _(
        "Friends, family, a doctor, a crisis line. Numbers too: at a bad hour nobody likes to search."
    ),
    "safer": _("What you would rather not have near you then, and who could keep it for you."),
    "reasons": _("Small ones count."),
}


class SafetyNotesForm(forms.Form):
    """Notes to oneself; every part may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, what in SafetyNotes.PARTS.items():
            self.fields[part] = WordsField(
                LONGEST, required=False, label=what, help_text=HINTS[part],
                widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
            )  # fmt: skip
