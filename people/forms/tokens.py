"""What a member decides about a token for a program."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from people.models import Scope


class TokenForm(forms.Form):
    """For which program, what it may do, and for how long; the least is already chosen."""

    name = LineField(60, label=_("Which program is it for?"))
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing it may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))],
        initial="90",
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, may_lend_powers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = [(value, label) for value, label in Scope.choices if value != Scope.STAFF or may_lend_powers]
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]
