"""Form fields for words, pictures and recordings: clean on the way in, and never losing what somebody typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core import pictures, recordings
from core.text import TextProblem, clean_line, clean_text, storable

TOO_LONG = ngettext_lazy(
    "Please keep this to %(limit_value)d character; it has %(show_value)d now.",
    "Please keep this to %(limit_value)d characters; it has %(show_value)d now.",
    "limit_value",
)


class _TextField(forms.CharField):
    """Counts the cleaned text, and sets no maxlength: browsers cut pasted words without a sound."""

    clean_with = staticmethod(clean_text)

    def __init__(self, max_length: int, **options: Any) -> None:
        told = {"required": _("Please write something here."), **options.pop("error_messages", {})}
        super().__init__(strip=False, error_messages=told, **options)
        self.longest = max_length
        self.validators.append(MaxLengthValidator(max_length, message=TOO_LONG))

    def to_python(self, value: Any) -> str:
        try:
            return self.clean_with(super().to_python(value) or "")
        except TextProblem as problem:
            raise ValidationError(str(problem), code="text") from problem

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Give back what was typed, less only what no page can show."""
        return storable(data) if isinstance(data, str) else data

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "dir": "auto"}


class LineField(_TextField):
    """One line of words."""

    clean_with = staticmethod(clean_line)


class WordsField(_TextField):
    """Many lines of words."""

    widget = forms.Textarea


class PictureField(forms.FileField):
    """One picture, drawn anew."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> pictures.EncodedPicture | None:
        file = super().clean(data, initial)
        try:
            return pictures.reencode(file) if file else None
        except pictures.PictureProblem as problem:
            raise ValidationError(str(problem)) from None


class RecordingField(forms.FileField):
    """One voice note, encoded anew."""

    widget = forms.FileInput(attrs={"accept": "audio/*"})

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> recordings.EncodedRecording | None:
        file = super().clean(data, initial)
        try:
            return recordings.reencode(file) if file else None
        except recordings.RecordingProblem as problem:
            raise ValidationError(str(problem)) from None
