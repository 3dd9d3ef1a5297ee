"""Forgetting what is kept for a time only: old drafts, what posts said before, words that were removed long ago."""

from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from forum.models import Draft, Picture, Post, PostRevision, Reading

AT_ONCE = 200


def forget_old_drafts(*, now: datetime) -> int:
    """Delete drafts nobody has touched for the period they are kept; return how many."""
    old = Draft.objects.filter(updated_at__lt=now - settings.RETENTION["drafts"])
    count = 0
    for draft in old.iterator():
        with transaction.atomic():
            if draft.thread_id:
                Reading.objects.filter(member=draft.member_id, thread=draft.thread_id).update(has_draft=False)
            draft.delete()
        count += 1
    return count


def forget_earlier_versions(*, now: datetime) -> int:
    """Delete what posts said before they were changed, once that is long enough ago; return how many."""
    old = PostRevision.objects.filter(written_at__lt=now - settings.RETENTION["earlier_versions"])
    return old.delete()[0]


def empty_removed_words(*, now: datetime) -> int:
    """Empty posts that were removed long ago, with their pictures and earlier versions; return how many.

    The place of the post stays, so that the conversation around it can be followed. What still waits for a person is
    left alone.
    """
    gone = Post.objects.filter(removed_at__lt=now - settings.RETENTION["removed_words"])
    gone = gone.exclude(held_at__isnull=False, kept_back_at__isnull=True, removed_by_author=False)
    count = 0
    while posts := list(gone.exclude(body="").values_list("pk", flat=True)[:AT_ONCE]):
        _empty(posts)
        count += len(posts)
    return count


@transaction.atomic
def _empty(post_ids: list[int]) -> None:
    pictures = Picture.objects.filter(post__in=post_ids)
    files = [picture.file_name for picture in pictures]
    pictures.delete()
    PostRevision.objects.filter(post__in=post_ids).delete()
    Post.objects.filter(quoted__in=post_ids).update(quoted_text="", version=F("version") + 1)
    Post.objects.filter(pk__in=post_ids).update(
        title="", body="", html="", notes="", quoted_text="", version=F("version") + 1
    )
    transaction.on_commit(lambda: _delete_files(files))


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
