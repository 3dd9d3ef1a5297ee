"""What the operator says in public about risks, as clean values."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, WordsField

FURTHEST = timedelta(days=366)


class AssessmentForm(forms.Form):
    """The risk assessment of this place in the operator's own words."""

    words = WordsField(
        20_000,
        label=_("What could go wrong here, and what you do about it"),
        help_text=_("Everybody can read this. Empty lines part paragraphs."),
    )
    accountable = LineField(
        120, label=_("Who answers for it"), help_text=_("A person or a body, as everybody may know them.")
    )
    review_date = forms.DateField(
        label=_("When you look at it again"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Within a year."),
    )

    def clean_review_date(self) -> date:
        day: date = self.cleaned_data["review_date"]
        today = timezone.localdate()
        if not today < day <= today + FURTHEST:
            raise forms.ValidationError(_("Please choose a day from tomorrow on, at most a year away."))
        return day
