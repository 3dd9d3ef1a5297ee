"""The operator's numbers for sorting what is written, in hundredths; empty for never."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from safety.models import Concern
from safety.screening import CONCERNS
from safety.sorting import HELD, Rules

ACTS = {"look": _("Look"), "soon": _("Soon"), "now": _("Now"), "hold": _("Hold")}


class ScreeningForm(forms.Form):
    """Each concern's three bands, what is held, and how long an account counts as new."""

    young_days = forms.IntegerField(
        min_value=0,
        max_value=365,
        label=_("Days for which an account counts as new"),
        help_text=_("Only new accounts’ contact details and requests for money wait for a person."),
    )

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        kwargs["initial"] = {"young_days": rules.young_days} | {
            f"{name}_{act}": None if number is None else round(number * 100)
            for name, numbers in numbers_of(rules).items()
            for act, number in numbers.items()
        }
        super().__init__(*args, **kwargs)
        for name in CONCERNS:
            for act in self._acts(name):
                self.fields[f"{name}_{act}"] = forms.IntegerField(
                    required=False, min_value=1, max_value=100, label=ACTS[act]
                )

    @staticmethod
    def _acts(name: str) -> list[str]:
        return [act for act in ACTS if act != "hold" or name in HELD]

    def by_concern(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Yield each concern's name with its fields."""
        for name in CONCERNS:
            yield Concern(name).label, [self[f"{name}_{act}"] for act in self._acts(name)]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in CONCERNS:
            steps = [
                (act, said[f"{name}_{act}"]) for act in ("look", "soon", "now") if said.get(f"{name}_{act}")
            ]
            if [number for _, number in steps] != sorted(number for _, number in steps):
                self.add_error(f"{name}_{steps[-1][0]}", _("What is more urgent begins at a higher number."))
        if not self.errors and not (said["crisis_now"] and said["crisis_look"]):
            self.add_error("crisis_now", _("Somebody has to look when somebody may be in danger."))
        return said

    def numbers(self) -> dict[str, dict[str, float | None]]:
        """Return what was typed as it is stored."""
        said = self.cleaned_data
        return {
            name: {act: said[key] / 100 if said.get(key := f"{name}_{act}") else None for act in ACTS}
            for name in CONCERNS
        }


def numbers_of(rules: Rules) -> dict[str, dict[str, float | None]]:
    """Return rules as they are stored."""
    return {
        name: {
            "look": limit.look, "soon": limit.soon, "now": limit.now, "hold": rules.holds.get(name),
        }
        for name, limit in rules.thresholds.items()
    }  # fmt: skip
