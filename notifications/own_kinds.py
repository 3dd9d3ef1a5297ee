"""The one kind of notice that is about notices: sent to try whether they arrive."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from notifications.kinds import TRY, Kind, NoticeLine, register
from notifications.models import Notice
from people.models import Member


def describe_tries(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that this one is to try."""
    words = _("This one is only to try whether notes arrive.")
    return {one.pk: NoticeLine(words, "/account/notices/", one.happened_at) for one in notices}


def register_kinds() -> None:
    register(Kind(TRY, describe_tries))
