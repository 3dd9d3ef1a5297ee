"""Why something is taken down or closed, asked of whoever looks after the place where it stands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import WordsField
from safety.models import Concern


class DecideForm(forms.Form):
    """Why a moderator takes something down, or closes it: what it is about, and the reasons the author reads."""

    concern = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Concern if one not in (Concern.CRISIS, Concern.SERVICE)],
    )
    statement = WordsField(
        max_length=4_000,
        label=_("Your reasons, as they will read them"),
        help_text=_(
            "What happened, which part of the policy or agreement it is about, and what they can do now."
        ),
    )
