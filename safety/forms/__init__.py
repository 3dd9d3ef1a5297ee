"""Request data of reports, cases and decisions into clean values. Nothing typed is lost when something is wrong."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.fields import WordsField
from people.models import Member
from safety.models import Outcome
from safety.reasons import REASONS
from safety.subjects import Subject

WORDS_LENGTH = 4_000
MOST_STEPS = 20


class ReportForm(forms.Form):
    """What is wrong, in plain words, and more if one likes."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what fits best. “Something else” is fine too.")},
    )
    words = WordsField(
        WORDS_LENGTH,
        required=False,
        label=_("Anything you would like to add"),
        help_text=_("Only the people who look into it can read this."),
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, reason.words)
            for code, reason in REASONS.items()
            if code != "picture" or subject.has_picture
        ]


class ComplaintForm(forms.Form):
    words = WordsField(WORDS_LENGTH, label=_("What went wrong, and what you would like to happen"))


class NoteForm(forms.Form):
    words = WordsField(WORDS_LENGTH, label=_("A note for colleagues"))


class VersionForm(forms.Form):
    """Which version of it the page showed."""

    version = forms.IntegerField(
        label=_("Version"), min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )


class ColleagueForm(VersionForm):
    """A colleague by name, and what they should know."""

    to = forms.ChoiceField(label=_("Colleague"))
    words = WordsField(WORDS_LENGTH, label=_("What they should know"))

    def __init__(self, *args: Any, colleagues: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(member.name, member.name) for member in colleagues]  # type: ignore[attr-defined]


class EscalateForm(VersionForm):
    words = WordsField(WORDS_LENGTH, label=_("What the operators should know"))


class AnswerAuthorForm(VersionForm):
    """A reply where it stands, under one's own name."""

    words = WordsField(
        WORDS_LENGTH,
        label=_("Your answer"),
        help_text=_("It stands in the thread under your name, for everybody who reads there."),
    )

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hint:
            self.fields["words"].help_text = hint


class LeadForm(forms.Form):
    """Who the safeguarding lead is."""

    lead = forms.ModelChoiceField(
        queryset=Member.objects.none(),
        required=False,
        to_field_name="name",
        label=_("Safeguarding lead"),
        empty_label=_("Nobody yet"),
        help_text=_("Answers for what happens when somebody may be in danger. Has to handle reports here."),
    )

    def __init__(self, *args: Any, staff: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = staff  # type: ignore[attr-defined]


class ProtocolForm(VersionForm):
    """The steps for one concern, one a line, and answers to begin with."""

    steps = WordsField(WORDS_LENGTH, label=_("Steps, one a line"))
    reply_1 = WordsField(WORDS_LENGTH, required=False, label=_("Words to begin an answer with"))
    reply_2 = WordsField(WORDS_LENGTH, required=False, label=_("Other words to begin with"))
    reply_3 = WordsField(WORDS_LENGTH, required=False, label=_("And others"))

    def clean_steps(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["steps"].split("\n")]
        steps = [line for line in lines if line]
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(
                _("Please keep it to %(most)d steps: more are not followed at a hard moment.")
                % {"most": MOST_STEPS}
            )
        return steps

    def replies(self) -> list[str]:
        """Return the answers to begin with, without those left empty."""
        said = (self.cleaned_data[f"reply_{number}"] for number in (1, 2, 3))
        return [words for words in said if words]


class AnswerForm(VersionForm):
    """The answer to somebody who asked for another look."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        choices=[(outcome.value, outcome.label) for outcome in (Outcome.UPHELD, Outcome.REVERSED)],
    )
    answer = WordsField(WORDS_LENGTH, label=_("Your answer, as they will read it"))


class AppealForm(forms.Form):
    words = WordsField(WORDS_LENGTH, label=_("Why you see it otherwise"))


class ClocksForm(forms.Form):
    """How long a case may wait for a person."""

    now_minutes = forms.IntegerField(
        label=_("Now: minutes"), min_value=1, max_value=240, help_text=_("Somebody may be in danger.")
    )
    soon_hours = forms.IntegerField(
        label=_("Soon: hours"),
        min_value=1,
        max_value=72,
        help_text=_("Hate, contact requests, another look."),
    )
    look_hours = forms.IntegerField(
        label=_("Have a look: hours"), min_value=1, max_value=336, help_text=_("Everything else.")
    )
