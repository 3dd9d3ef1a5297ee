"""The kinds of notice that conversations send. They hold no words; names are looked up for whoever reads them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.models import Conversation, Seat
from chat.queries import conversations_of, requests_for
from core.languages import isolated
from notifications.kinds import Kind, NoticeLine, register
from notifications.models import Notice
from people.models import Member


def describe_messages(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who wrote, in a conversation that is there for the reader."""
    return _describe(notices, viewer, _("%(name)s wrote to you"))


def describe_accepted(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who would like to talk too."""
    return _describe(notices, viewer, _("%(name)s would like to talk with you too"))


def describe_requests(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who asks, while the request waits for an answer."""
    waiting = {each.pk: each for each in requests_for(viewer).filter(pk__in=_subjects(notices))}
    return {
        notice.pk: NoticeLine(
            text=_("%(name)s asks whether you would like to talk")
            % {"name": isolated(waiting[notice.subject_id].sender.name)},
            url=f"/conversations/requests/{notice.subject_id}/",
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in waiting
    }


def _describe(notices: Sequence[Notice], viewer: Member, sentence: str) -> dict[int, NoticeLine]:
    there = conversations_of(viewer).filter(pk__in=_subjects(notices))
    names = _names_of_others(there.in_bulk(), viewer)
    return {
        notice.pk: NoticeLine(
            text=sentence % {"name": isolated(names[notice.subject_id])},
            url=f"/conversations/{notice.subject_id}/",
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in names
    }


def _names_of_others(conversations: Mapping[int, Conversation], viewer: Member) -> dict[int, str]:
    others = Seat.objects.filter(conversation__in=conversations).exclude(member=viewer)
    return dict(others.values_list("conversation_id", "member__name"))


def _subjects(notices: Sequence[Notice]) -> list[int]:
    return [notice.subject_id for notice in notices]


def install() -> None:
    """Tell the notice system how to put these into words."""
    messages, requests = gettext_lazy("Messages to me"), gettext_lazy("Requests to talk")
    for name, describe, wordless, label in (
        ("chat.message", describe_messages, gettext_lazy("Somebody wrote to you."), messages),
        (
            "chat.accepted",
            describe_accepted,
            gettext_lazy("Somebody would like to talk with you too."),
            requests,
        ),
        (
            "chat.request",
            describe_requests,
            gettext_lazy("Somebody asks whether you would like to talk."),
            requests,
        ),
    ):
        register(Kind(name, describe, wordless, label=label))
