"""What moderators do to what others wrote: a decision at the safety desk, with reasons the author reads."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from forum import permissions
from forum.models import Post, Thread
from people.models import Member
from safety import subjects
from safety.actions import CannotBeDone, Verdict, decide_at_once


def take_down(post: Post, *, concern: str, statement: str, by: Member, now: datetime) -> None:
    """Take down what somebody else wrote; an opening post takes its thread along.

    Raises what safety.actions.decide_at_once raises: CaseMoved, CannotBeDone, PermissionDenied.
    """
    _decide(post, "hide", concern=concern, statement=statement, by=by, now=now)


def close_thread(thread: Thread, *, concern: str, statement: str, by: Member, now: datetime) -> None:
    """Close a thread somebody else began to new replies."""
    _decide(_opening(thread), "lock", concern=concern, statement=statement, by=by, now=now)


def open_thread(thread: Thread, *, concern: str, statement: str, by: Member, now: datetime) -> None:
    """Open a thread somebody else began to replies again."""
    _decide(_opening(thread), "unlock", concern=concern, statement=statement, by=by, now=now)


def _opening(thread: Thread) -> Post:
    return thread.posts.select_related("thread__space").get(is_opening=True)


def _decide(post: Post, outcome: str, *, concern: str, statement: str, by: Member, now: datetime) -> None:
    if post.author_id == by.pk or not permissions.can_moderate(by, post.thread.space):
        raise PermissionDenied
    subject = subjects.load("forum.post", post.pk)
    if subject is None:
        raise CannotBeDone
    decide_at_once(subject, Verdict(outcome, statement), concern=concern, by=by, now=now)
