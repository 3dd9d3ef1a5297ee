"""What the pages of notices send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Rhythm
from notifications.queries import Chosen

LONGEST_ENDPOINT = 1000


class UntilForm(forms.Form):
    """Up to when the page had shown things."""

    until = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])


class ChoicesForm(forms.Form):
    """Where each kind of thing is told, and when nothing may come."""

    rhythm = forms.ChoiceField(label=_("How often e-mail may come"), choices=Rhythm, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(
        label=_("Nothing from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    shows_count = forms.BooleanField(label=_("Say how many notes there are"), required=False)

    def __init__(self, data: Any = None, *, chosen: list[Chosen], **options: Any) -> None:
        super().__init__(data, **options)
        self.rows = []
        for number, one in enumerate(chosen):
            ways = {"here": one.here, "by_mail": one.by_mail, "by_push": one.by_push}
            is_fixed = any(kind.is_always_here for kind in one.kinds)
            for way, ticked in ways.items():
                self.fields[f"{way}_{number}"] = forms.BooleanField(
                    required=False, initial=ticked, disabled=is_fixed and way == "here"
                )
            self.rows.append((one, [self[f"{way}_{number}"] for way in ways]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and (cleaned["quiet_from"] is None) != (cleaned["quiet_until"] is None):
            self.add_error("quiet_from", _("Please give both times, or neither."))
        return cleaned

    @property
    def kinds(self) -> dict[str, tuple[bool, bool, bool]]:
        """Return {kind: (here, by e-mail, on devices)} as it was ticked."""
        found = {}
        for one, fields in self.rows:
            here, by_mail, by_push = (bool(self.cleaned_data[field.name]) for field in fields)
            found.update({kind.name: (here, by_mail, by_push) for kind in one.kinds})
        return found

    @property
    def settings(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("rhythm", "quiet_from", "quiet_until", "shows_count")
        }


class DeviceForm(forms.Form):
    """What a browser says of itself when it may show notes."""

    endpoint = forms.URLField(max_length=LONGEST_ENDPOINT, assume_scheme="https")
    public_key = forms.RegexField(r"^[A-Za-z0-9_-]{86,88}={0,2}$")
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{21,24}={0,2}$")
