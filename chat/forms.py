"""Request data into clean values. Nothing typed is lost when something is wrong with it."""

import re
import uuid
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from chat.actions import NewAttachment
from chat.models import FromWhom, Lifetime, Room
from chat.models.rooms import EVERY_DAY
from core.fields import LineField, PictureField, RecordingField, WordsField
from core.time_zones import time_zones
from people.queries import pack_notes, topic_names

REQUEST_LENGTH = 300
MESSAGE_LENGTH = 4_000
NOTES_LENGTH = 200
# Whatever looks like an address of the web or of a mailbox; a full stop without a space after it is neither.
ADDRESS = re.compile(
    r"://|\bwww\.|\S@\S+\.\S|\b[\w-]+\.[a-z]{2,}/|\b[\w-]+\.(?:com|org|net|me|io|gg|app|chat|info|link|co|uk|de|es|fr|"
    r"xyz|site|online|page|club|dev|tv|ly|ru|nl|eu|ca|ch|pl|br|mx)\b",
    re.IGNORECASE,
)


class RequestForm(forms.Form):
    """Asking somebody whether they would like to talk: few words, and no way out of here."""

    words = WordsField(
        REQUEST_LENGTH, label=_("A few words to them"), widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_words(self) -> str:
        return _without_addresses(self.cleaned_data["words"])


def _without_addresses(words: str) -> str:
    """Refuse links and addresses in what reaches people who have not said yes."""
    if ADDRESS.search(words):
        raise ValidationError(_("Please leave out links and addresses; you can share those once you talk."))
    return words


class GroupForm(forms.Form):
    """What a group is called; those who are asked into it read that."""

    name = LineField(60, label=_("What is the group called?"))

    def clean_name(self) -> str:
        return _without_addresses(self.cleaned_data["name"])


class InviteForm(RequestForm):
    """Asking somebody into a group."""

    name = LineField(60, label=_("Whom would you like to ask? The name they are known by"))
    field_order = ["name", "words"]


class RoomForm(forms.Form):
    """What a room says about itself, how slowly one talks in it, and when it is open."""

    SLOWNESS = (
        (0, _("As they come")),
        (10, _("Ten seconds apart")),
        (30, _("Half a minute apart")),
        (60, _("A minute apart")),
        (300, _("Five minutes apart")),
    )

    name = LineField(60, label=_("What is the room called?"))
    purpose = LineField(300, required=False, label=_("What it is for"))
    slow_seconds = forms.TypedChoiceField(
        label=_("How fast may one person write?"), coerce=int, choices=SLOWNESS, initial=0, widget=forms.RadioSelect
    )  # fmt: skip
    takes_files = forms.BooleanField(
        label=_("People may add pictures and voice notes"), required=False, initial=True
    )
    lifetime = forms.ChoiceField(
        label=_("How long do messages stay?"),
        choices=(
            ("day", _("A day")),
            ("month", _("A month")),
            ("kept", _("Until their author takes them back")),
        ),
        initial="month",
        widget=forms.RadioSelect,
    )
    opens_at = forms.TimeField(
        required=False, label=_("Opens at"), widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Leave both empty for a room that is always open."),
    )  # fmt: skip
    closes_at = forms.TimeField(
        required=False, label=_("Closes at"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    days = forms.MultipleChoiceField(
        label=_("On which days"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        initial=list(EVERY_DAY),
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = forms.ChoiceField(label=_("In which time zone"), required=False, choices=time_zones)

    def clean_days(self) -> str:
        return "".join(sorted(self.cleaned_data["days"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("opens_at") is None) != (cleaned.get("closes_at") is None):
            self.add_error("closes_at", _("Please say both, when it opens and when it closes, or neither."))
        return cleaned


def facts_of(room: Room) -> dict[str, Any]:
    """Return what the form of a room holds at first."""
    facts = {name: getattr(room, name) for name in RoomForm.base_fields}
    return facts | {"days": list(room.days), **{at: _clock(facts[at]) for at in ("opens_at", "closes_at")}}


def _clock(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""


class MessageForm(forms.Form):
    """A message, perhaps an answer to an earlier one, with a mark against sending it twice."""

    body = WordsField(MESSAGE_LENGTH, label=_("Your words"))
    notes = forms.MultipleChoiceField(
        required=False, label=_("Content note"), widget=forms.CheckboxSelectMultiple
    )
    answers = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    nonce = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_be_empty: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = not may_be_empty
        self.fields["notes"].choices = list(topic_names().items())  # type: ignore[attr-defined]

    def clean_notes(self) -> list[str]:
        notes: list[str] = self.cleaned_data["notes"]
        if len(pack_notes(notes)) > NOTES_LENGTH:
            raise ValidationError(_("Please choose fewer notes: the ones that matter most to a reader."))
        return notes

    @property
    def nonce_or_new(self) -> uuid.UUID:
        """The mark this form was opened with, or a new one."""
        try:
            return uuid.UUID(str(self["nonce"].value()))
        except ValueError:
            return uuid.uuid4()


class NewMessageForm(MessageForm):
    """A message that may have a picture and a voice note, and then needs no words."""

    picture = PictureField(label=_("A picture"))
    picture_description = LineField(
        required=False, max_length=300, label=_("What the picture shows, for those who do not see it")
    )
    voice = RecordingField(label=_("A voice note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        takes_files = kwargs.pop("takes_files", True)
        super().__init__(*args, may_be_empty=takes_files, **kwargs)
        if not takes_files:
            del self.fields["picture"], self.fields["picture_description"], self.fields["voice"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.files and "picture" not in self.fields:
            self.add_error(None, _("Pictures and voice notes are not taken here. Your words are still here."))
        if cleaned.get("picture") and not cleaned.get("picture_description"):
            self.add_error(
                "picture_description",
                _("Please say in a few words what the picture shows. Choose the picture again after that."),
            )
        if not (cleaned.get("body") or self.errors or self.attachments):
            self.add_error("body", self.fields["body"].error_messages["required"])
        return cleaned

    @property
    def attachments(self) -> list[NewAttachment]:
        """What goes with the words."""
        picture, voice = self.cleaned_data.get("picture"), self.cleaned_data.get("voice")
        described = self.cleaned_data.get("picture_description", "")
        return [
            *([NewAttachment.picture(picture, description=described)] if picture else []),
            *([NewAttachment.voice(voice)] if voice else []),
        ]


class LifetimeForm(forms.Form):
    """How long messages may stay."""

    lifetime = forms.ChoiceField(
        label=_("How long do messages stay?"),
        choices=Lifetime.choices,
        widget=forms.RadioSelect,
        help_text=_("Everybody chooses. The shortest counts, also for what is already written."),
    )


class ShowForm(forms.Form):
    """What one would show of oneself, if the other would too."""

    read = forms.BooleanField(required=False, label=_("That I have read their messages"))
    writing = forms.BooleanField(required=False, label=_("That I am writing"))
    here = forms.BooleanField(required=False, label=_("That I am here right now"))


class FromWhomForm(forms.Form):
    """Who may ask a member whether they would like to talk."""

    from_whom = forms.ChoiceField(
        label=_("Who may ask you whether you would like to talk?"),
        choices=FromWhom.choices,
        widget=forms.RadioSelect,
        help_text=_("Nobody can see what you choose. Somebody else's words simply never reach you."),
    )


class ReportForm(forms.Form):
    """Which messages staff may see."""

    message = forms.TypedMultipleChoiceField(
        label=_("Which messages is it about?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one message they wrote.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].choices = choices  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """What to look for, and how far."""

    q = LineField(200, label=_("Words to look for"))
    rooms = forms.BooleanField(required=False, label=_("Also in the rooms on my list"))
