"""Asking to see who somebody is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import WordsField
from safety.models import Ground, Sought

WORDS_LENGTH = 2_000


class DisclosureForm(forms.Form):
    """What is to be seen, and why."""

    sought = forms.ChoiceField(label=_("What do you need to see?"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Why?"),
        widget=forms.RadioSelect,
        choices=Ground.choices,
        help_text=_(
            "The member reads this under “Who looked at what is yours”, with your role, not your name."
        ),
    )
    words = WordsField(
        WORDS_LENGTH,
        label=_("What happened, and what you will do with it"),
        help_text=_("Whoever allows it reads this; the member does not."),
    )

    def __init__(self, *args: Any, may_seek: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sought"].choices = [(one, Sought(one).label) for one in may_seek]  # type: ignore[attr-defined]
