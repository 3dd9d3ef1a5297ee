"""Taking the next person, saying how many one takes, and a note for whoever leads."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chat.actions import bring_together
from listening import events, permissions, queries
from listening.models import AWAY_AFTER, LeadNote, ListenerSettings, Talk
from notifications.actions import mark_subjects_read, notify
from people.models import Member


class NotListening(Exception):
    """They are not on duty, or take nobody."""


class HandsFull(Exception):
    """They talk with as many people as they want to at a time."""


@transaction.atomic
def take_next(listener: Member, *, now: datetime) -> Talk | None:
    """Begin a talk with whoever waits longest and is there; None where nobody waits for this listener.

    Raises NotListening and HandsFull. One person never gets two listeners, nor a listener more people than they said,
    however many press at once.
    """
    if not permissions.can_listen(listener):
        raise PermissionDenied
    Member.objects.select_for_update(no_key=True).only("pk").get(
        pk=listener.pk
    )  # their own presses, one by one
    if not queries.is_listening(listener, now=now):
        raise NotListening
    if queries.held_by(listener).count() >= queries.limit_of(listener):
        raise HandsFull
    waiting = queries.waiting_for(listener).filter(seen_at__gte=now - AWAY_AFTER)
    # Whom a colleague is taking in this moment is passed over, rather than waited for and then found gone.
    talk = waiting.select_related("member").select_for_update(of=("self",), skip_locked=True).first()
    if talk is None:
        return None
    talk.conversation = bring_together(talk.member, listener, now=now)
    talk.listener, talk.began_at = listener, now
    talk.save(update_fields=["conversation", "listener", "began_at"])
    _tell(talk, now=now)
    return talk


def _tell(talk: Talk, *, now: datetime) -> None:
    """Tell whoever waited that somebody is there, and everybody else that the queue moved."""
    notify("listening.began", subject_id=talk.pk, member_ids=[talk.member_id], now=now)
    for listener in queries.who_listens(now=now):
        mark_subjects_read(listener, kinds=["listening.waits"], subject_ids=[talk.pk], now=now)
    events.announce_queue(talk, to=queries.who_sees_the_queue(talk.member, now=now))
    events.announce_talk(talk)


@transaction.atomic
def choose_limit(listener: Member, *, most_at_once: int, now: datetime) -> None:
    """Say with how many people one talks at a time. Talks that go on are not touched."""
    if not permissions.can_listen(listener):
        raise PermissionDenied
    ListenerSettings.objects.update_or_create(member=listener, defaults={"most_at_once": most_at_once})


@transaction.atomic
def write_note(talk: Talk, *, by: Member, words: str, now: datetime) -> LeadNote:
    """Leave a note for whoever leads, or change it."""
    if not permissions.is_listener_of(by, talk):
        raise PermissionDenied
    note, is_new = LeadNote.objects.update_or_create(
        talk=talk, defaults={"by": by, "words": words, "written_at": now}
    )
    if is_new:
        leading = [
            member.pk for member in permissions.who_leads() if member.pk not in (by.pk, talk.member_id)
        ]
        notify("listening.note", subject_id=note.pk, member_ids=leading, actor_id=by.pk, now=now)
    return note
