"""Forms for codes, passkeys and coming back in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from core.text import storable
from people.forms.fields import PassphraseField, check_passphrase

LONGEST_CODE = 100


class CodeField(forms.CharField):
    """A code of digits, however it is spaced and whichever digits the keyboard has."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_CODE,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "one-time-code",
                    "inputmode": "numeric",
                    "spellcheck": "false",
                    "dir": "ltr",
                }
            ),
            error_messages={
                "required": _("Please type the code."),
                "max_length": _("That is longer than any code. Please look at it once more."),
                "null_characters_not_allowed": _("That is not a code. Please type it by hand."),
            },
            **options,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class CodeForm(forms.Form):
    """The second step: one field for both kinds of code."""

    code = CodeField(label=_("Code"))


class AppForm(forms.Form):
    """The first code of an app, which shows that it was given the right key."""

    code = CodeField(label=_("The code it shows now"))


class PasskeyForm(forms.Form):
    """What the browser answered, and a name for it."""

    name = LineField(
        40,
        label=_("A name for it"),
        help_text=_("So that you know later which one it is: “my telephone”, “the blue key”."),
        error_messages={"required": _("Please give it a name.")},
    )
    credential = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=20_000, error_messages={"max_length": ""}
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("credential") and not self.errors:
            raise forms.ValidationError(
                _("Your browser made no passkey. It may not know them, or its scripts are switched off.")
            )
        return given


class AnyNameField(forms.CharField):
    """A name somebody says is theirs. Any text may be typed: whether it could be a name is nobody's business here."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Your name here"),
            widget=forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "words", "dir": "auto"}
            ),
            error_messages={"required": _("Please type the name you are known by here.")},
        )
        self.validators.clear()

    def bound_data(self, data: Any, initial: Any) -> Any:
        return storable(data) if data else data


class AddressField(forms.EmailField):
    def __init__(self) -> None:
        super().__init__(
            label=_("E-mail address"),
            max_length=254,
            error_messages={
                "required": _("Please type the address."),
                "invalid": _("That is not an e-mail address yet. Please look at it once more."),
                "max_length": _("That is longer than an e-mail address can be."),
            },
        )
        self.widget.attrs.update({"autocomplete": "email", "dir": "ltr"})


class AddressForm(forms.Form):
    address = AddressField()


class NoteForm(forms.Form):
    """Whose note it would be, and where it would go."""

    name = AnyNameField()
    address = AddressField()


class NewPassphraseForm(forms.Form):
    new_passphrase = PassphraseField(label=_("A new passphrase"), autocomplete="new-password")

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_new_passphrase(self) -> str:
        check_passphrase(self.cleaned_data["new_passphrase"], name=self.name)
        return str(self.cleaned_data["new_passphrase"])


class RecoverForm(forms.Form):
    """A name, a recovery code and a new passphrase."""

    name = AnyNameField()
    code = CodeField(label=_("A recovery code"))
    new_passphrase = PassphraseField(label=_("A new passphrase"), autocomplete="new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if passphrase := given.get("new_passphrase"):
            try:
                check_passphrase(passphrase, name=given.get("name", ""))
            except forms.ValidationError as problem:
                self.add_error("new_passphrase", problem)
        return given
