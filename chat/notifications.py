"""The kinds of notice that conversations send. They hold no words; names are looked up for whoever reads them."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.queries import calls_with_somebody
from chat.models import Conversation, Request, Seat
from chat.queries import conversations_of, requests_for, with_news
from core.languages import isolated
from notifications.kinds import Kind, NoticeLine, register
from notifications.models import Notice
from people.models import Member

CALLED = "chat.call"


def describe_messages(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who wrote, in a conversation that is there for the reader; of a group, which.

    Of what was taken back since, or is by somebody they are apart from by now, they do not hear.
    """
    news = with_news(viewer)
    told = [notice for notice in notices if notice.read_at or notice.subject_id in news]
    return _describe(told, viewer, _("%(name)s wrote to you"), _("There are new words in %(name)s"))


def describe_calls(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who calls, for as long as they are in the call."""
    going = calls_with_somebody("conversation", viewer=viewer, now=timezone.now())
    waiting = [notice for notice in notices if notice.subject_id in going]
    of_two, of_group = _("%(name)s would like to talk with you in a call"), _("There is a call in %(name)s")
    return _describe(waiting, viewer, of_two, of_group)


def describe_accepted(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who would like to talk too."""
    return _describe(notices, viewer, _("%(name)s would like to talk with you too"))


def describe_came_in(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody came into a group."""
    return _describe(notices, viewer, "", _("Somebody you asked came into %(name)s"))


def describe_requests(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who asks, while the request waits for an answer."""
    waiting = {each.pk: each for each in requests_for(viewer).filter(pk__in=_subjects(notices))}
    return {
        notice.pk: NoticeLine(
            text=_asks(waiting[notice.subject_id]),
            url=f"/conversations/requests/{notice.subject_id}/",
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in waiting
    }


def _asks(asked: Request) -> str:
    sentence = (
        _("%(name)s asks you into a group")
        if asked.into_id
        else _("%(name)s asks whether you would like to talk")
    )
    return sentence % {"name": isolated(asked.sender.name)}


def _describe(
    notices: Sequence[Notice], viewer: Member, of_two: str, of_group: str = ""
) -> dict[int, NoticeLine]:
    there = conversations_of(viewer).filter(pk__in=_subjects(notices)).in_bulk()
    names = _names_of_others(there, viewer)
    names |= {pk: group.name_for(viewer) for pk, group in there.items() if group.is_group}
    sentences = {pk: of_group if talk.is_group else of_two for pk, talk in there.items()}
    return {
        notice.pk: NoticeLine(
            text=sentences[notice.subject_id] % {"name": isolated(names[notice.subject_id])},
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
        (CALLED, describe_calls, gettext_lazy("Somebody would like to talk with you in a call."), messages),
        (
            "chat.accepted",
            describe_accepted,
            gettext_lazy("Somebody would like to talk with you too."),
            requests,
        ),
        (
            "chat.came_in",
            describe_came_in,
            gettext_lazy("Somebody you asked came into a group."),
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
