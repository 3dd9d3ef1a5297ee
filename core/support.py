"""What one can say to somebody's words with one press."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportKind(models.TextChoices):
    """Only the author of the words learns who said it."""

    HEAR = "hear", _("I hear you")
    ME_TOO = "me_too", _("Me too")
    WITH_YOU = "with_you", _("With you")
    THANKS = "thanks", _("Thank you")
