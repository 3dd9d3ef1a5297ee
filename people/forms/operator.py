"""Forms for the people who run the place."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, WordsField
from people.models import Role


class CommunityForm(forms.Form):
    name = LineField(60, label=_("Name of the community"))
    purpose = LineField(280, label=_("What it is for, in one sentence"), required=False)
    minimum_age = forms.IntegerField(
        label=_("Youngest age at the door"),
        validators=[MinValueValidator(13), MaxValueValidator(99)],
        help_text=_("From 13 to 99. Everybody who joins confirms it."),
    )
    leave_url = forms.CharField(
        label=_("Where Leave leads"),
        max_length=200,
        validators=[
            URLValidator(schemes=["https", "http"], message=_("Please give a whole address, with https://."))
        ],
        help_text=_("A page nobody would wonder about, such as a weather forecast."),
    )
    neutral_name = LineField(
        40,
        label=_("Neutral name"),
        help_text=_("What pages, the icon and an installed app are called for members in discreet mode."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        help_text=_("For visitors who have chosen none and whose browser asks for none we have."),
    )
    anyone_may_join = forms.BooleanField(label=_("Anybody may join"), required=False)


class AgreementTextForm(forms.Form):
    body = WordsField(20_000, label=_("The agreement"))


class TopicForm(forms.Form):
    name = LineField(40, label=_("Name of the topic"))


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
