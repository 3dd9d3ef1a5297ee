"""Fields for names and passphrases."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from people.names import NameProblem, check_name, name_key

LONGEST_PASSPHRASE = 1_000
_PROBLEMS: dict[str, Any] = {
    "password_too_short": _(
        "Please use at least ten characters. Three or four words in a row are easy to remember."
    ),
    "password_too_common": _(
        "That is one of the first that people try when they guess. Please choose another."
    ),
}


class NameField(LineField):
    """A name nobody is refused for, tidied; what is typed stays when there is a problem."""

    def __init__(self, **options: Any) -> None:
        super().__init__(200, error_messages={"required": _("Please choose a name.")}, **options)
        self.widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "words", "spellcheck": "false"}
        )

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        try:
            return check_name(name)
        except NameProblem as problem:
            raise ValidationError(str(problem), code="name") from problem


class PassphraseField(forms.CharField):
    """A passphrase, pasted or typed; it is never shown again after sending."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        told = {
            "required": _("Please type your passphrase."),
            "max_length": _("That is longer than we can take. A thousand characters will do."),
            "null_characters_not_allowed": _(
                "There is a character in it that cannot be typed. Please type it by hand."
            ),
        }
        widget = forms.PasswordInput(
            attrs={
                "autocomplete": autocomplete,
                "data-show-passphrase": "",
                "data-show": _("Show"),
                "data-hide": _("Hide"),
            }
        )
        super().__init__(
            strip=False, max_length=LONGEST_PASSPHRASE, widget=widget, error_messages=told, **options
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def check_passphrase(passphrase: str, *, name: str = "") -> None:
    """Refuse a passphrase that is short, often guessed, or the name itself."""
    try:
        validate_password(passphrase)
    except ValidationError as refused:
        raise ValidationError(
            [
                ValidationError(_PROBLEMS.get(error.code or "", error.message), code=error.code)
                for error in refused.error_list
            ]
        ) from refused
    if name and name_key(passphrase) == name_key(name):
        raise ValidationError(_("Please use something other than your name."), code="name")
