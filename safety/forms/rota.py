"""Request data of the rota into clean values."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import WordsField
from safety.models import Concern, Feeling, Work

LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=366)


class HoursForm(forms.Form):
    """For how long somebody without a shift is here."""

    hours = forms.TypedChoiceField(
        coerce=int,
        choices=[(1, "1"), (2, "2"), (4, "4")],
    )


class GoingForm(forms.Form):
    """To whom one leaves what one has."""

    to = forms.ChoiceField(label=_("Hand it to"), required=False)
    words = WordsField(4_000, required=False, label=_("What they should know"))

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Nobody in particular: back to the desk")), *colleagues]  # type: ignore[attr-defined]


class LimitsForm(forms.Form):
    """Which concerns one would rather leave to others, and after how many heavy cases to be asked."""

    left_out = forms.MultipleChoiceField(
        label=_("Leave to others"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(concern.value, concern.label) for concern in Concern if concern != Concern.SERVICE],
    )
    heavy_cases = forms.TypedChoiceField(
        label=_("After how many heavy cases in a shift should the desk ask you before one more?"),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fewer = [(str(count), str(count)) for count in range(1, most)]
        self.fields["heavy_cases"].choices = [("", _("As for everybody here")), *fewer]  # type: ignore[attr-defined]


class ShiftForm(forms.Form):
    """One shift, or the same one for several weeks. Times are those of the installation's own clock."""

    work = forms.ChoiceField(label=_("What for"), choices=Work.choices)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(
        label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Ends"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("An end before the beginning is on the next day."),
    )
    needed = forms.IntegerField(label=_("How many people"), min_value=1, max_value=20, initial=1)
    weeks = forms.IntegerField(
        label=_("For how many weeks"),
        min_value=1,
        max_value=52,
        initial=1,
        help_text=_("1 is once; 12 is the same hours for twelve weeks in a row."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if day is None or begins is None or ends is None:
            return cleaned
        today = timezone.localdate()
        if not today <= day <= today + FURTHEST:
            self.add_error("day", _("Please choose a day from today on, at most a year away."))
        elif begins == ends or _lasts(day, begins, ends) > LONGEST:
            self.add_error("ends", _("A shift lasts twelve hours at most."))
        return cleaned

    def planned(self) -> dict[str, Any]:
        """Return what was asked for as the action takes it."""
        said, zone = self.cleaned_data, timezone.get_default_timezone()
        starts_at = datetime.combine(said["day"], said["begins"], zone)
        return {
            "work": said["work"],
            "starts_at": starts_at,
            "ends_at": starts_at + _lasts(said["day"], said["begins"], said["ends"]),
            "needed": said["needed"],
            "weeks": said["weeks"],
        }


def _lasts(day: date, begins: time, ends: time) -> timedelta:
    """Return how long a shift lasts by the clock on the wall."""
    last_day = day if ends > begins else day + timedelta(days=1)
    return datetime.combine(last_day, ends) - datetime.combine(day, begins)


class RotaForm(forms.Form):
    """When breaks are due, and how much a shift should hold."""

    break_minutes = forms.IntegerField(
        label=_("Remind of a break after how many minutes"), min_value=20, max_value=480
    )
    heavy_cases = forms.IntegerField(
        label=_("Heavy cases a shift"),
        min_value=1,
        max_value=50,
        help_text=_("From then on whoever takes one more is asked whether somebody else could."),
    )


class DebriefForm(forms.Form):
    """How somebody is after a case, and whether anybody else should know."""

    feeling = forms.ChoiceField(
        label=_("How are you after this?"), widget=forms.RadioSelect, choices=Feeling.choices
    )
    words = WordsField(
        4_000,
        required=False,
        label=_("What stays with you"),
        help_text=_("Sealed. Leave it empty if you like."),
    )
    is_shared = forms.TypedChoiceField(
        label=_("Who reads it"),
        widget=forms.RadioSelect,
        coerce=lambda said: said == "lead",
        choices=[("me", _("Only me")), ("lead", _("Those who run this place as well"))],
        initial="me",
    )


class BuddyForm(forms.Form):
    """Which helper one would like to have as a buddy."""

    name = forms.ChoiceField(label=_("Whom"))

    def __init__(self, *args: Any, helpers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [(name, name) for name in helpers]  # type: ignore[attr-defined]
