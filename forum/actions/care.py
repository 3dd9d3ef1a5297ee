"""What somebody in pain can do after posting: ask for a person, say that they are safe, or put the offer away."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum.actions.screening import subject_to_screen
from forum.models import Post, Reading, Thread
from forum.permissions import can_read, can_reply
from notifications.actions import notify
from people.models import Member
from safety.actions import ask_for_a_person, tell_safe
from safety.queries import who_is_on_duty, who_may_handle


def offer_care(post: Post) -> None:
    """Have the thread show its author, and nobody else, whom they can talk to."""
    Reading.objects.update_or_create(
        member=post.author, thread_id=post.thread_id, defaults={"care_post_id": post.pk}
    )


@transaction.atomic
def ask_to_talk(post: Post, *, by: Member, now: datetime) -> None:
    """Ask for somebody on duty, about one's own post. Listeners on duty, who see no cases, hear of the post itself."""
    _own(post, by)
    case = ask_for_a_person(subject_to_screen(post), now=now)
    on_duty = [member for member in who_is_on_duty(now=now) if can_read(member, post.thread.space)]
    others = {member.pk for member in on_duty} - {by.pk, *who_may_handle(case)}
    actor_id = by.pk if post.alias_id is None else None
    notify("forum.talk", subject_id=post.pk, member_ids=sorted(others), actor_id=actor_id, now=now)


@transaction.atomic
def say_safe(post: Post, *, by: Member, now: datetime) -> None:
    """Say that one is safe: the offer goes, and whoever looks after the case reads it."""
    _own(post, by)
    tell_safe("forum.post", post.pk, now=now)
    put_care_away(post, by=by)


def put_care_away(post: Post, *, by: Member) -> None:
    """Show the offer no longer; nobody is told."""
    _own(post, by)
    Reading.objects.filter(member=by, thread=post.thread_id).update(care_post_id=None)


@transaction.atomic
def ask_for_help_with_answering(thread: Thread, *, by: Member, now: datetime) -> None:
    """Ask staff to help with an answer in this thread; the caller found it for this member.

    Whoever began it asks for somebody to talk to.
    """
    if not can_reply(by, thread):
        raise PermissionDenied
    opening = Post.objects.select_related("thread__space", "author").get(thread=thread, is_opening=True)
    if opening.author_id == by.pk:
        ask_to_talk(opening, by=by, now=now)
        return
    ask_for_a_person(subject_to_screen(opening), helper=by, now=now)


def _own(post: Post, member: Member) -> None:
    if post.author_id != member.pk:
        raise PermissionDenied
