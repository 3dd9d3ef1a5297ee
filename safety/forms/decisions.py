"""An outcome, the reasons for it, and how long it lasts."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import WordsField
from people.models import Member
from safety.actions import Verdict
from safety.forms import WORDS_LENGTH, VersionForm
from safety.models import Outcome
from safety.outcomes import DEEDS, LASTING, OFFERED, TOLD
from safety.subjects import Subject

LONGEST_PAUSE = timedelta(days=365)


class DecisionForm(VersionForm):
    """An outcome and, where it touches somebody, the reasons they will read."""

    outcome = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    until = forms.DateField(
        required=False,
        label=_("For slower posting or a pause: until which day"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    per_hour = forms.IntegerField(
        required=False, min_value=1, max_value=20, label=_("For slower posting: how many posts an hour")
    )
    statement = WordsField(
        WORDS_LENGTH,
        required=False,
        label=_("Your reasons, as they will read them"),
        help_text=_(
            "What happened, which part of the policy or agreement it is about, and what they can do now. For support, "
            "a talk or lines: leave it empty and nothing is sent."
        ),
    )
    follow_up = forms.ChoiceField(
        label=_("Who asks tomorrow how they are?"),
        required=False,
        help_text=_("It stands in the list until it is done. Not where nothing was needed."),
    )
    keep_open = forms.BooleanField(required=False, label=_("There is more to do: keep the case open"))

    def __init__(
        self,
        *args: Any,
        subject: Subject | None,
        is_complaint: bool = False,
        may_close: bool = False,
        may_follow_up: Sequence[Member] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follow_up"].choices = [(member.name, member.name) for member in may_follow_up]  # type: ignore[attr-defined]
        if not may_follow_up:
            del self.fields["follow_up"]
        self.is_complaint = is_complaint
        can = subject.can if subject else frozenset()
        offered = [Outcome.ANSWERED] if is_complaint else [
            outcome for outcome in OFFERED
            if (outcome not in DEEDS or DEEDS[outcome] in can)
            and (outcome not in TOLD or (subject is not None and subject.author_id is not None))
            and (outcome != Outcome.CLOSE or may_close)
        ]  # fmt: skip
        self.fields["outcome"].choices = [(outcome.value, outcome.label) for outcome in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        outcome = cleaned.get("outcome")
        needs_words = outcome in TOLD or self.is_complaint
        if needs_words and not cleaned.get("statement") and "statement" not in self.errors:
            self.add_error(
                "statement", _("Please write your reasons: the person this touches will read them.")
            )
        if outcome in LASTING and "until" not in self.errors:
            self._check_day(cleaned.get("until"))
        if outcome == Outcome.SLOW and not cleaned.get("per_hour") and "per_hour" not in self.errors:
            self.add_error("per_hour", _("Please write how many posts an hour are fine."))
        return cleaned

    def _check_day(self, day: date | None) -> None:
        today = timezone.localdate()
        if day is None:
            self.add_error("until", _("Please choose the day on which they can post again."))
        elif not today < day <= today + LONGEST_PAUSE:
            self.add_error("until", _("Please choose a day from tomorrow on, at most a year away."))

    def verdict(self) -> Verdict:
        """Return what was decided; what lasts ends as its day begins where the installation is."""
        said = self.cleaned_data
        until = None
        if said["outcome"] in LASTING:
            until = datetime.combine(said["until"], time.min, timezone.get_default_timezone())
        per_hour = said["per_hour"] if said["outcome"] == Outcome.SLOW else None
        return Verdict(said["outcome"], said["statement"], until, per_hour)
