"""Changing one's own words, those that wait for a person too."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from core.text import render_markdown
from forum import events, feeds, permissions
from forum.actions.first_look import look_first
from forum.actions.threads import ThreadClosed
from forum.models import Post, PostRevision, Thread
from people.models import Member
from people.queries import pack_notes


class EditConflict(Exception):
    """The post was edited elsewhere since this form was opened; `post` is how it stands now."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post


@transaction.atomic
def edit_post(
    post: Post,
    *,
    by: Member,
    body: str,
    version: int,
    now: datetime,
    notes: Iterable[str] = (),
    title: str = "",
    wants: str = "",
) -> Post:
    """Change one's own words, keep what they were, and show that they were edited.

    `version` is the one the form was opened with; EditConflict if the post has moved on since. A held post can be
    changed and stays held, unless it speaks of pain now: a person decides, and reads what it says by then. More than a
    few changes in an hour raise ChangedTooOften.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=post.pk)
    _must_be_able_to_edit(post, by, version=version)
    was_held, before = post.held_at is not None, (post.body, post.title)
    _write(post, body=body, title=title if post.is_opening else "", notes=pack_notes(notes), now=now)
    _write_in_thread(post, wants=wants)
    has_other_words = (post.body, post.title) != before
    is_held = look_first(post, now=now, changed=True) if has_other_words else was_held
    if not is_held and not was_held:
        feeds.forget(post.thread.space_id)
        events.announce_post(events.POST_EDITED, post)
    return post


def _must_be_able_to_edit(post: Post, by: Member, *, version: int) -> None:
    gone = post.removed_by_author or post.kept_back_at or (post.removed_at and not post.held_at)
    if post.author_id != by.pk or gone:
        raise PermissionDenied
    if not permissions.is_open_for_edits(post):
        raise ThreadClosed
    if not permissions.can_edit(by, post):
        raise PermissionDenied
    if post.version != version:
        raise EditConflict(post)


def _write(post: Post, *, body: str, title: str, notes: str, now: datetime) -> None:
    """Put the new words into the post and the ones before into its history."""
    if (post.body, post.notes, post.title) != (body, notes, title):
        PostRevision.objects.create(
            post=post, title=post.title, body=post.body, written_at=post.edited_at or post.created_at
        )
        post.edited_at = now
    post.title, post.body, post.notes = title, body, notes
    post.html = render_markdown(body)
    post.version += 1
    post.save(update_fields=["title", "body", "html", "notes", "version", "edited_at"])


def _write_in_thread(post: Post, *, wants: str) -> None:
    """Have the thread know that a page of it is to be drawn anew; nothing moves for words others do not see."""
    threads = Thread.objects.filter(pk=post.thread_id)
    if post.is_opening:
        threads.update(title=post.title, notes=post.notes, wants=wants or post.thread.wants)
    if post.is_opening or post.held_at is None:
        threads.update(version=F("version") + 1)
