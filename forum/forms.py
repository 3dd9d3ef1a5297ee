"""Request data into clean values. Nothing typed is lost when something is wrong with it."""

import uuid
from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, PictureField, WordsField
from core.text import storable
from core.time_zones import time_zones
from forum.models import HelperSettings
from forum.models.spaces import ARRANGED
from forum.models.threads import Wants
from people.queries import pack_notes, topic_names

BODY_LENGTH = 20_000
NOTES_LENGTH = 200


class PostForm(forms.Form):
    """What every composer has: words, notes, a name, a picture, and a mark against posting twice."""

    body = WordsField(max_length=BODY_LENGTH, label=_("Your words"))
    notes = forms.MultipleChoiceField(required=False, label=_("Content note"))
    anonymous = forms.BooleanField(required=False)
    nonce = forms.UUIDField(required=False)
    picture = PictureField(label=_("A picture"))
    picture_description = LineField(
        required=False, max_length=300, label=_("What the picture shows, for those who do not see it")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notes"].choices = list(topic_names().items())  # type: ignore[attr-defined]

    def clean_notes(self) -> list[str]:
        notes: list[str] = self.cleaned_data["notes"]
        if len(pack_notes(notes)) > NOTES_LENGTH:
            raise ValidationError(_("Please choose fewer notes: the ones that matter most to a reader."))
        return notes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("picture") and not cleaned.get("picture_description"):
            self.add_error(
                "picture_description",
                _("Please say in a few words what the picture shows. Choose the picture again after that."),
            )
        return cleaned

    def typed(self, name: str) -> str:
        """Return these words clean, or just as they were typed when they cannot be posted: a draft takes them all."""
        return str(self.cleaned_data.get(name) or storable(str(self.data.get(name) or "")))

    @property
    def nonce_or_new(self) -> uuid.UUID:
        """The mark this form was opened with, or a new one."""
        try:
            return uuid.UUID(str(self["nonce"].value()))
        except ValueError:
            return uuid.uuid4()


class ReplyForm(PostForm):
    """A reply, perhaps to a passage of an earlier post."""

    quoted = forms.CharField(required=False, max_length=20)
    quoted_text = LineField(required=False, max_length=600, label=_("The passage you answer"))


class ThreadForm(PostForm):
    """A new thread: a title, what would help, and the opening post."""

    title = LineField(max_length=120, label=_("A few words for the top"))
    wants = forms.ChoiceField(
        choices=Wants.choices,
        label=_("What would help?"),
        initial=Wants.LISTEN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what would help, so that people know how to answer.")},
    )
    field_order = ["title", "wants", "body"]


class EditForm(PostForm):
    """Changing one's own words; `version` is the state of the post this form was opened with."""

    version = forms.IntegerField(
        label=_("This page"), min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    title = LineField(max_length=120, required=False, label=_("A few words for the top"))
    wants = forms.ChoiceField(choices=Wants.choices, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, is_opening: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = is_opening
        del self.fields["picture"], self.fields["picture_description"]


class SpaceForm(forms.Form):
    """What an operator says about a space."""

    name = LineField(max_length=60, label=_("Name"))
    slug = forms.SlugField(max_length=48, label=_("Address, the part after /spaces/"))
    purpose = LineField(max_length=300, label=_("What it is for"))
    agreement = WordsField(max_length=4_000, required=False, label=_("How people are with each other here"))
    access = forms.ChoiceField(
        choices=[(each.value, each.label) for each in ARRANGED], label=_("Who can read and write")
    )
    position = forms.IntegerField(
        min_value=0, max_value=10_000, initial=100, label=_("Place in the list; smaller comes first")
    )


class HelperForm(forms.Form):
    """On what terms somebody may be asked about threads that wait; one question per topic at the end."""

    STANCES = (("", _("Either way")), ("knows", _("I know this well")), ("never", _("Never ask me")))

    weekly_cap = forms.TypedChoiceField(
        label=_("At most how often in a week?"),
        choices=[(count, str(count)) for count in (1, 3, 5, 7)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    quiet_from = forms.TimeField(label=_("Quiet hours begin"), widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_until = forms.TimeField(
        label=_("and end"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("We ask nothing in between. The same time twice means that there are none."),
    )
    time_zone = forms.ChoiceField(label=_("In which time zone"), required=False, choices=time_zones)
    languages = forms.MultipleChoiceField(
        label=_("Languages you can answer in"),
        choices=lambda: settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means that you are asked about all of them."),
    )
    shares_lived_experience = forms.BooleanField(
        required=False,
        label=_("Use what I wrote under “What you have lived through” to find threads I might understand"),
        help_text=_(
            "The program compares words with it; it shows it to nobody. Who can read it stays as it is."
        ),
    )

    def __init__(self, data: Any, *, topics: Mapping[str, str], said: HelperSettings) -> None:
        initial = {
            "weekly_cap": said.weekly_cap, "quiet_from": _clock(said.quiet_from),
            "quiet_until": _clock(said.quiet_until), "time_zone": said.time_zone, "languages": said.languages,
            "shares_lived_experience": said.shares_lived_experience,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        for slug, name in topics.items():
            stance = "knows" if slug in said.known_topics else "never" if slug in said.refused_topics else ""
            self.fields[f"topic-{slug}"] = forms.ChoiceField(
                label=name, choices=self.STANCES, initial=stance, widget=forms.RadioSelect, required=False
            )

    @property
    def topic_questions(self) -> list[Any]:
        """The questions about topics, in their order."""
        return [self[name] for name in self.fields if name.startswith("topic-")]

    def terms(self) -> dict[str, Any]:
        """Return what was said, by the names `save_helper_settings` has for it."""
        own = {name: value for name, value in self.cleaned_data.items() if not name.startswith("topic-")}
        by_stance: dict[str, list[str]] = {"knows": [], "never": []}
        for name, stance in self.cleaned_data.items():
            if name.startswith("topic-") and stance:
                by_stance[stance].append(name.removeprefix("topic-"))
        return own | {"known_topics": by_stance["knows"], "refused_topics": by_stance["never"]}


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


class OfferWaitsForm(forms.Form):
    """After how many minutes helpers are quietly asked."""

    after_minutes = forms.IntegerField(
        label=_("Ask about a thread after how many minutes"),
        min_value=0,
        max_value=10_080,
        help_text=_("0 asks nobody."),
    )
    after_first_minutes = forms.IntegerField(
        label=_("The same for first posts and posts without a name"), min_value=5, max_value=10_080
    )
