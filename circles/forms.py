"""Request data into clean values. Nothing typed is lost when something is wrong with it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circles.clock import moment_of, place_words
from circles.models import Colour, Door, Group, Leaving, Rhythm
from circles.models.groups import MOST_IN_A_CIRCLE, MOST_MEMBERS, SIZE
from core.fields import LineField, WordsField

A_YEAR = timedelta(days=366)


def time_zones() -> list[tuple[str, str]]:
    """Return the places a clock can keep to."""
    places = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    )
    return [*((zone, zone.replace("_", " ")) for zone in places), ("UTC", "UTC")]


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2})


class GroupForm(forms.Form):
    """What a group says of itself."""

    name = LineField(max_length=60, label=_("Name"))
    purpose = LineField(max_length=300, label=_("What it is for"), widget=_few_lines())
    for_whom = LineField(max_length=300, required=False, label=_("Who it is for"), widget=_few_lines())
    agreement = WordsField(
        4_000,
        label=_("What you promise one another"),
        help_text=_("Everybody says yes to it before they come in."),
    )
    door = forms.ChoiceField(
        label=_("How does somebody come in?"),
        choices=Door.choices,
        widget=forms.RadioSelect,
        initial=Door.REQUEST,
    )
    size = forms.IntegerField(
        label=_("How many people at most, with you"), min_value=2, max_value=MOST_MEMBERS, initial=SIZE
    )
    time_zone = forms.ChoiceField(
        label=_("The group's clock"),
        choices=time_zones,
        help_text=_("Circles keep to the hour of this place."),
    )


class NameForm(forms.Form):
    """Under which name somebody is in a group."""

    under = forms.ChoiceField(label=_("Your name in this group"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, own: str, other: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].choices = [  # type: ignore[attr-defined]
            (
                "other",
                _("%(name)s, a name for this group alone; nobody outside can join it to you")
                % {"name": other},
            ),
            ("own", _("%(name)s, as everywhere here") % {"name": own}),
        ]

    @property
    def is_other(self) -> bool:
        return bool(self.cleaned_data["under"] == "other")


class DoorForm(NameForm):
    """Coming in: under which name, and a yes to the agreement."""

    agree = forms.BooleanField(
        label=_("I say yes to this agreement."),
        error_messages={
            "required": _("You come in by saying yes to the agreement. You can also let the place go.")
        },
    )


class InviteForm(forms.Form):
    name = LineField(max_length=60, label=_("A member's name"))


class ScheduleForm(forms.Form):
    """When a group meets, by its own clock."""

    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=Rhythm.choices, widget=forms.RadioSelect, initial="weekly"
    )
    first_date = forms.DateField(label=_("The first day"), widget=forms.DateInput(attrs={"type": "date"}))
    at = forms.TimeField(label=_("At what time"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=15, max_value=180, initial=60)
    seats = forms.IntegerField(
        label=_("How many people at most, with you"), min_value=2, max_value=MOST_IN_A_CIRCLE, initial=SIZE
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = {"place": place_words(group.time_zone)}
        self.fields["at"].help_text = _("By the group's clock: %(place)s.") % place
        self.group = group

    def clean_first_date(self) -> date:
        """Keep to the coming year: a mistyped century would be counted through day by day."""
        day: date = self.cleaned_data["first_date"]
        today = timezone.now().astimezone(ZoneInfo(self.group.time_zone)).date()
        if not today <= day <= today + A_YEAR:
            raise forms.ValidationError(_("Choose a day within the coming year."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse one meeting at an hour that is over."""
        said: dict[str, Any] = super().clean() or {}
        is_once = said.get("rhythm") == Rhythm.ONCE and {"first_date", "at"} <= said.keys()
        if is_once and moment_of(said["first_date"], said["at"], self.group.time_zone) <= timezone.now():
            self.add_error("at", _("This hour is over already."))
        return said


# ---- In a circle


class CheckForm(forms.Form):
    """How somebody is, in whatever of the three they like; nothing is needed."""

    word = LineField(max_length=30, required=False, label=_("In a word"))
    colour = forms.ChoiceField(
        label=_("As a colour"),
        choices=[("", _("none")), *Colour.choices],
        required=False,
    )
    number = forms.TypedChoiceField(
        label=_("As a number"),
        help_text=_("Only counted, for the record. Nobody sees whose it is."),
        choices=[
            ("", _("none")), ("1", _("1, very heavy")), ("2", "2"), ("3", "3"), ("4", "4"), ("5", _("5, light")),
        ],
        coerce=int, empty_value=None, required=False,
    )  # fmt: skip


class ArrivalForm(CheckForm):
    """Coming in. Whoever has not agreed to the agreement as it is now does it here."""

    agree = forms.BooleanField(label=_("I say yes to this agreement"))

    def __init__(self, *args: Any, owes_agreement: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not owes_agreement:
            del self.fields["agree"]

    @property
    def check_in(self) -> dict[str, Any]:
        """Return how they are, in what they said of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agree"}


class HelpForm(forms.Form):
    words = WordsField(600, required=False, label=_("What would help you?"))


class LeaveForm(forms.Form):
    how = forms.ChoiceField(label=_("How are you?"), choices=Leaving.choices, widget=forms.RadioSelect)


class RecordForm(forms.Form):
    words = WordsField(
        1_000,
        required=False,
        label=_("A few words"),
        help_text=_("How it went, and what the next circle should know. No names, please."),
    )


MOST_STEPS, EMPTY_LINES = 12, 3
USUAL_STEPS = (
    (_("Arriving, and a check-in for who likes"), 10),
    (_("What we promise one another, in short"), 3),
    (_("A first round"), 20),
    (_("Open talk"), 20),
    (_("The closing round, and a check-out for who likes"), 7),
)


class PrepareForm(forms.Form):
    """A running order, a step a line, and notes to oneself. Lines without words are left out."""

    words = WordsField(
        4_000,
        required=False,
        label=_("Notes to yourself"),
        help_text=_("Nobody else reads them. They are sealed."),
    )

    def __init__(self, *args: Any, steps: Sequence[tuple[Any, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_STEPS + 1):
            said, minutes = steps[number - 1] if number <= len(steps) else ("", 5)
            self.fields[f"step_{number}"] = LineField(
                120, required=False, label=_("Step %(number)d") % {"number": number}, initial=said
            )
            self.fields[f"minutes_{number}"] = forms.IntegerField(
                required=False, min_value=1, max_value=180, initial=minutes,
                label=_("Minutes of step %(number)d") % {"number": number},
            )  # fmt: skip

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each step that has words, and of a few empty ones."""
        all_lines = [
            (self[f"step_{number}"], self[f"minutes_{number}"]) for number in range(1, MOST_STEPS + 1)
        ]
        last = max((place for place, (words, _m) in enumerate(all_lines, 1) if words.value()), default=0)
        return all_lines[: max(last + EMPTY_LINES, 6)]

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Return the steps that have words; those without minutes take five."""
        said = self.cleaned_data
        lines = [(said[f"step_{number}"], said[f"minutes_{number}"]) for number in range(1, MOST_STEPS + 1)]
        return [(words, minutes or 5) for words, minutes in lines if words]
