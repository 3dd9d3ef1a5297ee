"""Request data of waiting and talking now into clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import WordsField
from listening.models import MOST_AT_ONCE, Heard, Help, Safer

NOTE_LENGTH = 2_000


class AskForm(forms.Form):
    """What would help."""

    help = forms.ChoiceField(
        label=_("What would help?"), choices=Help, widget=forms.RadioSelect, initial=Help.LISTEN
    )


class LimitForm(forms.Form):
    """With how many people one talks at a time."""

    most_at_once = forms.TypedChoiceField(
        label=_("How many people at a time"),
        coerce=int,
        choices=[
            (0, _("Nobody for now")), (1, _("One")), (2, _("Two")), (3, _("Three")), (MOST_AT_ONCE, _("Four")),
        ],
    )  # fmt: skip


class AfterForm(forms.Form):
    """Two questions after a talk; either can be left open."""

    heard = forms.ChoiceField(
        label=_("Did you feel heard?"), choices=Heard, widget=forms.RadioSelect, required=False
    )
    safer = forms.ChoiceField(
        label=_("Do you feel safer than before?"), choices=Safer, widget=forms.RadioSelect, required=False
    )


class NoteForm(forms.Form):
    """A few words for whoever leads."""

    words = WordsField(
        NOTE_LENGTH, label=_("What should they know?"), widget=forms.Textarea(attrs={"rows": 6})
    )
