"""Forms at the doors: joining, signing in, the agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import storable
from people.forms.fields import NameField, PassphraseField, check_passphrase
from people.names import identity_hint


class JoinForm(forms.Form):
    """A name to be known by and a passphrase; nothing else is asked."""

    name = NameField(label=_("A name to be known by"))
    passphrase = PassphraseField(label=_("A passphrase"), autocomplete="new-password")
    old_enough = forms.BooleanField()
    discreet = forms.BooleanField(label=_("Be discreet in this browser"), required=False)
    agree = forms.BooleanField(
        label=_("I will keep to this agreement"),
        error_messages={
            "required": _("Please read the agreement and say yes to it, so that people are safe here.")
        },
    )
    agreement = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name_anyway = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, minimum_age: int, agreement_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement_id = agreement_id
        self.hint: str | None = None
        self.fields["old_enough"].label = _("I am %(age)d or older") % {"age": minimum_age}
        self.fields["old_enough"].error_messages["required"] = _(
            "This place is for people who are %(age)d or older. Please confirm that you are."
        ) % {"age": minimum_age}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_passphrase(given)
        self._look_for_a_hint(given)
        if given.get("agree") and given.get("agreement") not in (None, self.agreement_id):
            self.add_error("agree", _("The agreement has just changed. Please read the new one."))
        return given

    def _check_passphrase(self, given: dict[str, Any]) -> None:
        if passphrase := given.get("passphrase"):
            try:
                check_passphrase(passphrase, name=given.get("name", ""))
            except forms.ValidationError as problem:
                self.add_error("passphrase", problem)

    def _look_for_a_hint(self, given: dict[str, Any]) -> None:
        typed = given.get("name") or storable(self.data.get("name", ""))
        hint = identity_hint(typed)
        self.hint = hint if given.get("name_anyway") != typed else None


class SignInForm(forms.Form):
    """Any text may be typed as a name: whether it could be one is nobody's business here."""

    name = forms.CharField(
        label=_("Your name here"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "words", "dir": "auto"}),
        error_messages={"required": _("Please type the name you are known by here.")},
    )
    passphrase = PassphraseField(label=_("Your passphrase"), autocomplete="current-password")
    shared = forms.BooleanField(label=_("This is a shared computer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.clear()
        self.fields["name"].bound_data = lambda data, initial: storable(data) if data else data  # type: ignore[method-assign]


class AgreementForm(forms.Form):
    """Saying yes to the version that was shown."""

    agree = forms.BooleanField(
        label=_("I will keep to this agreement"),
        error_messages={"required": _("Please say yes to go on, or sign out.")},
    )
    agreement = forms.IntegerField(widget=forms.HiddenInput)
