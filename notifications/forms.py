"""What the notices page sends."""

from django import forms


class UntilForm(forms.Form):
    """Up to when the page had shown things."""

    until = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])
