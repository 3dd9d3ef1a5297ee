"""Asking for somebody to talk with, waiting, giving up; and the two questions afterwards."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from listening import events, permissions, queries
from listening.models import Talk
from notifications.actions import notify
from people.models import Member


class NobodyListens(Exception):
    """Nobody is on duty who could talk with them."""


@transaction.atomic
def ask(member: Member, *, help: str, now: datetime) -> Talk:
    """Take a place in the queue; whoever has one, or talks already, keeps what they have.

    Raises NobodyListens, and PermissionDenied for whoever may not write at all.
    """
    if not permissions.can_ask(member, now=now):
        raise PermissionDenied
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)  # two presses are one place
    talk = queries.find_open_talk(member)
    if talk:
        return talk
    if not queries.is_somebody_listening(now=now):
        raise NobodyListens
    return wait(member, help=help, place_at=now, now=now)


def wait(member: Member, *, help: str, place_at: datetime, now: datetime) -> Talk:
    """Put somebody into the queue at their place, and tell those who could come; part of other actions."""
    talk = Talk.objects.create(member=member, help=help, place_at=place_at, waits_since=now, seen_at=now)
    could_come = queries.who_could_come(member, now=now)
    notify("listening.waits", subject_id=talk.pk, member_ids=could_come, actor_id=member.pk, now=now)
    events.announce_queue(talk, to=queries.who_sees_the_queue(member, now=now))
    return talk


def still_here(member: Member, *, now: datetime) -> None:
    """Note that the page of somebody who waits is open. Those who listen learn of it when they were away before."""
    Talk.objects.waiting().filter(member=member).update(seen_at=now)


@transaction.atomic
def leave(member: Member, *, now: datetime) -> None:
    """Give up one's place."""
    talk = Talk.objects.waiting().filter(member=member).first()
    if talk and Talk.objects.waiting().filter(pk=talk.pk).update(left_at=now):
        events.announce_queue(talk, to=[*queries.who_sees_the_queue(member, now=now), member.pk])


@transaction.atomic
def answer_afterwards(talk: Talk, *, by: Member, heard: str, safer: str, now: datetime) -> None:
    """Keep what a member says of their talk; an answer can be changed, and either may be left out."""
    if not permissions.is_member_of(by, talk):
        raise PermissionDenied
    answered_at = (talk.answered_at or now) if heard or safer else None
    Talk.objects.filter(pk=talk.pk).update(heard=heard, safer=safer, answered_at=answered_at)
