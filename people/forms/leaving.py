"""What somebody decides when they close their account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import ClosingChoice


class CloseForm(forms.Form):
    """What becomes of the words, and when. Nothing is chosen for them, except the way that can be taken back."""

    choice = forms.ChoiceField(
        label=_("What shall become of what you wrote?"),
        choices=ClosingChoice.choices,
        widget=forms.RadioSelect,
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=[("later", _("After some days to change my mind")), ("now", _("At once"))],
        initial="later",
        widget=forms.RadioSelect,
    )
