"""Forms on the account and profile pages."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, WordsField
from people.defaults import topic_in_words
from people.forms.fields import NameField, PassphraseField, check_passphrase
from people.models import Account, Audience, Member, Topic
from people.names import identity_hint

MOST_LANGUAGES = 10


@cache
def _time_zones() -> list[tuple[str, Any]]:
    places = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))
    )
    return [("", _("Not said")), *((zone, zone.replace("_", " ")) for zone in places), ("UTC", "UTC")]


class AppearanceForm(forms.Form):
    appearance = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("system", _("As my device does")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    text_size = forms.ChoiceField(
        label=_("Size of the words"),
        choices=[("normal", _("Normal")), ("large", _("Large")), ("largest", _("Largest"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)


class DiscreetForm(forms.Form):
    discreet = forms.BooleanField(label=_("Be discreet in my browsers"), required=False)


class PreferencesForm(forms.Form):
    pictures_on_tap = forms.BooleanField(label=_("Show pictures only after I tap them"), required=False)
    shows_writing = forms.BooleanField(
        label=_("Show others that I am writing"),
        required=False,
        help_text=_(
            "Off, people see that someone is writing, without a name. Anonymous posts never show a name."
        ),
    )


class ChangeNameForm(forms.Form):
    name = NameField(label=_("Your name here"))
    name_anyway = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    hint: str | None = None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("name") and given.get("name_anyway") != given["name"]:
            self.hint = identity_hint(given["name"])
        return given


class ChangePassphraseForm(forms.Form):
    current_passphrase = PassphraseField(label=_("Your passphrase now"), autocomplete="current-password")
    new_passphrase = PassphraseField(label=_("A new passphrase"), autocomplete="new-password")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_new_passphrase(self) -> str:
        check_passphrase(self.cleaned_data["new_passphrase"], name=self.member.name)
        return str(self.cleaned_data["new_passphrase"])


class ConfirmForm(forms.Form):
    """The passphrase once more, before something that cannot be taken back."""

    current_passphrase = PassphraseField(label=_("Your passphrase"), autocomplete="current-password")


class TopicsForm(forms.Form):
    """One question per topic; whatever is not asked about stays as it was."""

    CHOICES = (("covered", _("Cover it")), ("open", _("Show it")), ("leave_out", _("Leave it out")))

    def __init__(self, *args: Any, topics: list[Topic], chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for topic in topics:
            self.fields[f"topic-{topic.slug}"] = forms.ChoiceField(
                label=topic_in_words(topic.slug, topic.name),
                choices=self.CHOICES,
                initial=chosen.get(topic.slug, "covered"),
                widget=forms.RadioSelect,
                required=False,
            )

    def choices_made(self) -> list[tuple[Topic, str]]:
        given = ((topic, self.cleaned_data.get(f"topic-{topic.slug}")) for topic in self.topics)
        return [(topic, choice) for topic, choice in given if choice]


class ProfileForm(forms.Form):
    """What a member says about themselves; each field has its audience beside it."""

    pronouns = LineField(40, label=_("Pronouns"), required=False)
    about = WordsField(600, label=_("A little about you"), required=False)
    languages = LineField(
        300, label=_("Languages you can talk in"), required=False, help_text=_("With commas between them.")
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        required=False,
        choices=_time_zones,
        help_text=_("Others see the time it is for you, not the place."),
    )
    interests = LineField(200, label=_("Interests"), required=False)
    lived_experience = WordsField(
        600,
        label=_("What you have lived through"),
        required=False,
        help_text=_("Only if you want to. Some people look for somebody who has been there too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            self.fields[f"{name}_audience"] = forms.ChoiceField(
                label=_("Who can see this"), choices=Audience.choices, widget=forms.Select
            )

    def clean_languages(self) -> list[str]:
        languages = [word.strip() for word in self.cleaned_data["languages"].split(",")]
        languages = list(dict.fromkeys(word for word in languages if word))
        if len(languages) > MOST_LANGUAGES:
            raise forms.ValidationError(_("Ten languages are as many as fit here."))
        return languages

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Each field with the one that says who can see it."""
        names = [name for name in self.fields if not name.endswith("_audience")]
        return [(self[name], self[f"{name}_audience"]) for name in names]


def appearance_of(account: Account) -> dict[str, str | None]:
    return {
        "appearance": account.appearance,
        "text_size": account.text_size,
        "language": account.language or get_language(),
    }
