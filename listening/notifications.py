"""The kinds of notice about talking now. They are urgent: whoever chose to hear of them outside hears at once."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.queries import conversations_of
from listening import permissions, queries
from listening.models import LeadNote, Talk
from notifications.kinds import Kind, NoticeLine, register
from notifications.models import Notice
from people.models import Member


def describe_began(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody is there, while the talk goes on."""
    talks = Talk.objects.going_on().filter(member=viewer, conversation__in=conversations_of(viewer))
    urls = {talk.pk: f"/conversations/{talk.conversation_id}/" for talk in talks.filter(pk__in=_ids(notices))}
    return _lines(notices, _("Somebody is here to talk with you now."), urls)


def describe_waits(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody waits, while they do and this listener could be given them."""
    if not permissions.can_listen(viewer):
        return {}
    waiting = queries.waiting_for(viewer).filter(pk__in=_ids(notices)).values_list("pk", flat=True)
    return _lines(
        notices, _("Somebody would like to talk to someone now."), dict.fromkeys(waiting, "/listening/")
    )


def describe_notes(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that a listener left a note, to whoever leads."""
    if not permissions.can_read_notes(viewer):
        return {}
    there = LeadNote.objects.filter(pk__in=_ids(notices), by__in=Member.objects.visible_to(viewer))
    found = dict.fromkeys(there.values_list("pk", flat=True), "/listening/notes/")
    return _lines(notices, _("A listener left a note for you."), found)


def _lines(notices: Sequence[Notice], sentence: str, urls: dict[int, str]) -> dict[int, NoticeLine]:
    return {
        notice.pk: NoticeLine(sentence, urls[notice.subject_id], notice.happened_at)
        for notice in notices
        if notice.subject_id in urls
    }


def _ids(notices: Sequence[Notice]) -> list[int]:
    return [notice.subject_id for notice in notices]


def install() -> None:
    """Tell the notice system how to put these into words."""
    began = gettext_lazy("Somebody is here to talk with you now.")
    waits = gettext_lazy("Somebody would like to talk to someone now.")
    note = gettext_lazy("A listener left a note for you.")
    register(
        Kind(
            "listening.began",
            describe_began,
            began,
            label=gettext_lazy("Somebody to talk with now"),
            is_urgent=True,
        )
    )
    register(
        Kind(
            "listening.waits", describe_waits, waits, label=gettext_lazy("Somebody who would like to talk now"),
            is_urgent=True, is_for=permissions.can_listen,
        )
    )  # fmt: skip
    register(
        Kind(
            "listening.note", describe_notes, note, label=gettext_lazy("Notes of listeners"),
            is_for=permissions.can_read_notes,
        )
    )  # fmt: skip
