"""Asking, being asked, and answering. What a sender sees is the same whatever the other's settings or answer."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from chat import events, meetings, permissions, queries, unread
from chat.actions.groups import come_in
from chat.models import Answer, Conversation, Message, Request, RequestSettings, Seat
from chat.models.conversations import pair_of
from chat.signs import signs_of
from core.jobs import enqueue
from notifications.actions import mark_subjects_read, notify
from people import actions as people
from people.actions import wait_for_turn
from people.models import Member
from people.queries import sees_no_trace_of
from safety.actions import keep_pace
from safety.queries import is_asked_to_talk_by

A_DAY = timedelta(days=1)
NEW_FOR = timedelta(days=7)
ALLOWANCE, ALLOWANCE_WHEN_NEW = 8, 2


class TooManyRequests(Exception):
    """As many people were asked today as one may ask in a day."""


class AlreadyAsked(Exception):
    """One request to somebody is open; another has to wait until it is over."""


class AlreadyTalking(Exception):
    """The two have a conversation; there is nothing to ask for."""


@transaction.atomic
def send_request(recipient: Member, *, by: Member, words: str, now: datetime) -> Request:
    """Ask somebody whether they would like to talk. Whether they hear of it is decided in the background.

    The same words twice are one request. Raises AlreadyAsked, AlreadyTalking, TooManyRequests, TooSoon for those who
    write more slowly for now, and PermissionDenied for whoever may not write at all.
    """
    if recipient.pk == by.pk or not permissions.can_speak(by, now=now):
        raise PermissionDenied
    wait_for_turn(by)
    if Conversation.objects.filter(pair=pair_of(by, recipient)).exists():
        raise AlreadyTalking
    return ask(recipient, by=by, words=words, into=None, now=now)


def ask(recipient: Member, *, by: Member, words: str, into: Conversation | None, now: datetime) -> Request:
    """Keep what somebody asks and have it delivered; the caller has asked who may and waited for their turn.

    One at a time, whatever it asks for: until there is a yes no second group is a way to ask again. Two who talk may
    be asked into several.
    """
    open_ones = list(Request.objects.open().filter(sender=by, recipient=recipient))
    for same in (each for each in open_ones if each.into == into):
        if same.words == words:
            return same
        raise AlreadyAsked
    if open_ones and not queries.are_talking(by, recipient):
        raise AlreadyAsked
    if Request.objects.filter(sender=by, sent_at__gt=now - A_DAY).count() >= allowance_of(by, now=now):
        raise TooManyRequests
    keep_pace(by, now=now)
    asked = Request.objects.create(
        sender=by, recipient=recipient, into=into, words=words, signs=signs_of(words), sent_at=now
    )
    enqueue(deliver_now, asked.pk)
    return asked


def allowance_of(member: Member, *, now: datetime) -> int:
    """Return how many people this member may ask in a day; few while they are new here."""
    return ALLOWANCE_WHEN_NEW if now - member.joined_at < NEW_FOR else ALLOWANCE


def deliver_now(request_id: int) -> None:
    """Deliver one request: the background's way to `deliver`."""
    deliver(request_id, now=timezone.now())


@transaction.atomic
def deliver(request_id: int, *, now: datetime) -> bool:
    """Show a request to its recipient if they want to be asked by its sender; return whether it was."""
    asked = Request.objects.open().filter(pk=request_id, delivered_at__isnull=True).first()
    if asked is None or not asked.words or not _is_welcome(asked):
        return False
    Request.objects.filter(pk=asked.pk).update(delivered_at=now)
    notify(
        "chat.request",
        subject_id=asked.pk,
        member_ids=[asked.recipient_id],
        actor_id=asked.sender_id,
        now=now,
    )
    events.announce_request(asked)
    unread.forget([asked.recipient_id])
    return True


def _is_welcome(asked: Request) -> bool:
    """Tell whether the recipient wants to be asked.

    Never by somebody they are apart from, nor into a group with one; always by somebody they asked themselves, and by
    whoever of the desk looks after their wish to talk to somebody. A conversation that has ended begins again with
    both: an invitation is no way around that.
    """
    sender, recipient = asked.sender, asked.recipient
    if sees_no_trace_of(recipient, [sender.pk, *_seated_in(asked.into)]):
        return False
    if Request.objects.open().filter(sender=recipient, recipient=sender).exists():
        return True
    if asked.into is None and is_asked_to_talk_by(recipient, helper=sender):
        return True
    if queries.have_ended(recipient, sender):
        return False
    return permissions.may_be_asked(
        queries.from_whom(recipient),
        has_answered=meetings.has_answered(recipient, sender) or queries.are_talking(recipient, sender),
        shares_a_place=meetings.share_a_place(recipient, sender),
    )


def _seated_in(group: Conversation | None) -> list[int]:
    return list(Seat.objects.filter(conversation=group).values_list("member_id", flat=True)) if group else []


@transaction.atomic
def accept(asked: Request, *, by: Member, now: datetime) -> Conversation:
    """Say yes: begin a conversation, or come into a group. Saying yes twice is one yes.

    Raises PermissionDenied where there is nothing to accept any more, and what `come_in` raises.
    """
    if asked.recipient_id != by.pk:
        raise PermissionDenied
    wait_for_turn(by)
    say_yes = _accept_invitation if asked.into else _accept_request
    conversation = say_yes(asked, by=by, now=now)
    _is_answered(asked, by, now=now)
    return conversation


def _accept_request(asked: Request, *, by: Member, now: datetime) -> Conversation:
    """Begin to talk; what was written to ask for it are the first messages."""
    sender = asked.sender
    between = list(queries.open_between(by, sender).select_for_update(of=("self",)))
    pair = pair_of(by, sender)
    is_open = any(each.pk == asked.pk for each in between)
    if not is_open and not Conversation.objects.filter(pair=pair).exists():
        raise PermissionDenied
    conversation, is_new = Conversation.objects.get_or_create(pair=pair, defaults={"started_at": now})
    if is_new:
        Seat.objects.bulk_create(
            [Seat(conversation=conversation, member=each, active_at=now) for each in (by, sender)]
        )
    for each in (said for said in between if said.words):
        Message.objects.create(
            conversation=conversation, author_id=each.sender_id, body=each.words, created_at=each.sent_at,
            signs=signs_of(each.words),
        )  # fmt: skip
    if _say_yes(between, now=now):
        notify("chat.accepted", subject_id=conversation.pk, member_ids=[sender.pk], actor_id=by.pk, now=now)
        events.announce_change(conversation)
    return conversation


def _accept_invitation(asked: Request, *, by: Member, now: datetime) -> Conversation:
    """Come into a group; the words of whoever invited are not said to all."""
    group = Conversation.objects.select_for_update().get(invitations=asked)
    asked_in = list(Request.objects.open().filter(recipient=by, into=group).select_for_update(of=("self",)))
    is_in = Seat.objects.filter(conversation=group, member=by).exists()
    if not is_in and not any(each.pk == asked.pk and each.delivered_at for each in asked_in):
        raise PermissionDenied
    come_in(group, member=by, now=now)
    if _say_yes(asked_in, now=now):
        notify("chat.came_in", subject_id=group.pk, member_ids=[asked.sender_id], actor_id=by.pk, now=now)
    return group


def _say_yes(answered: list[Request], *, now: datetime) -> bool:
    """Note the yes and forget the words; tell whether it is a new one."""
    numbers = [each.pk for each in answered]
    said = Request.objects.filter(pk__in=numbers)
    return bool(said.update(answer=Answer.ACCEPTED, answered_at=now, words="", signs=""))


@transaction.atomic
def set_aside(asked: Request, *, by: Member, now: datetime) -> None:
    """Say "not now". Its sender sees no difference; the one who was asked can still say yes."""
    if asked.recipient_id != by.pk:
        raise PermissionDenied
    Request.objects.open().filter(pk=asked.pk).update(answer=Answer.NOT_NOW, answered_at=now)
    _is_answered(asked, by, now=now)


@transaction.atomic
def decline_and_block(asked: Request, *, by: Member, now: datetime) -> None:
    """Say no for good: neither of the two sees a trace of the other any more."""
    set_aside(asked, by=by, now=now)
    people.block(asked.sender, blocker=by)


@transaction.atomic
def take_back(asked: Request, *, by: Member) -> None:
    """Take one's words back. That one asked still counts: another request has to wait as long as before."""
    if asked.sender_id != by.pk:
        raise PermissionDenied
    Request.objects.open().filter(pk=asked.pk).update(words="", signs="", delivered_at=None)
    unread.forget([asked.recipient_id])


def choose_from_whom(member: Member, *, from_whom: str) -> None:
    """Say who may ask this member. Requests that were delivered stay where they are."""
    RequestSettings.objects.update_or_create(member=member, defaults={"from_whom": from_whom})


def _is_answered(asked: Request, by: Member, *, now: datetime) -> None:
    mark_subjects_read(by, kinds=["chat.request"], subject_ids=[asked.pk], now=now)
    unread.forget([by.pk])
