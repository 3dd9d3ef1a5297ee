"""The questions of the self-check as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from safety.training import QUESTIONS


class SelfCheckForm(forms.Form):
    """One choice for each question; `look_again` marks those that were not right, with the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=question.asks, widget=forms.RadioSelect, choices=list(question.answers.items())
            )

    def look_again(self, codes: list[str]) -> None:
        """Say beside each of these questions what the notes say."""
        for question in QUESTIONS:
            if question.code in codes:
                self.add_error(
                    question.code, _("Please think about it again: %(why)s") % {"why": question.because}
                )
