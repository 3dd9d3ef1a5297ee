"""What becomes of somebody's words in threads when their account closes: erased, or left without the name.

Afterwards nothing joins what stays: each voice in each thread has a name of its own, drawn by chance. Other
people's words stay theirs; only the name of the one who left, and passages quoted from them, go from there too.
"""

import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from core.text import render_markdown
from forum import feeds
from forum.actions.counts import count_again
from forum.former_names import without_names
from forum.models import Alias, Picture, Post, PostRevision, Thread
from forum.models.threads import Wants
from people.actions import get_nobody
from people.models import ClosingChoice, FormerName, Member
from people.names import alias_for


def say_farewell(member: Member, *, choice: str) -> list[str]:
    """Erase or cut off all this member wrote; return the names of the pictures that go with it.

    Runs inside the transaction in which the account closes.
    """
    with translation.override(settings.LANGUAGE_CODE):
        touched = set(Post.objects.filter(author=member).values_list("thread_id", flat=True))
        touched |= set(Thread.objects.filter(author=member).values_list("pk", flat=True))
        named = _threads_under_the_name(member)
        files = _erase(member) if choice == ClosingChoice.ERASE else _cut_off(member, touched)
        touched |= _take_name_out(member, named)
    standing = set(Thread.objects.filter(pk__in=touched).values_list("pk", flat=True))
    count_again(standing)
    for space_id in Thread.objects.filter(pk__in=standing).values_list("space_id", flat=True).distinct():
        feeds.forget(space_id)
    return files


def _erase(member: Member) -> list[str]:
    """Delete their posts. A thread in which others answered stays for them, without its title and first words."""
    pictures = Picture.objects.filter(post__author=member)
    files = [picture.file_name for picture in pictures]
    pictures.delete()
    quoting = Post.objects.filter(quoted__author=member).exclude(author=member)
    Thread.objects.filter(pk__in=list(quoting.values_list("thread_id", flat=True))).update(
        version=F("version") + 1
    )
    quoting.update(quoted=None, quoted_text="", version=F("version") + 1)
    answered = Post.objects.filter(thread__author=member).exclude(author=member).values("thread_id")
    staying = set(Thread.objects.filter(author=member, pk__in=answered).values_list("pk", flat=True))
    nobody = get_nobody()
    Post.objects.filter(author=member).exclude(is_opening=True, thread__in=staying).delete()
    Post.objects.filter(author=member).update(
        author=nobody, alias=None, title="", body="", html="", notes="", nonce=None, quoted=None,
        quoted_text="", edited_at=None, removed_at=F("created_at"), removed_by_author=True,
        version=F("version") + 1,
    )  # fmt: skip
    Thread.objects.filter(pk__in=staying).update(
        author=nobody,
        alias=None,
        title=_("Taken back by its author"),
        notes="",
        wants=Wants.LISTEN,
        nonce=None,
    )
    Thread.objects.filter(author=member).update(alias=None)
    Thread.objects.filter(author=member).delete()
    Alias.objects.filter(member=member).delete()
    return files


def _cut_off(member: Member, thread_ids: Iterable[int]) -> list[str]:
    """Give each of their voices in each thread a name drawn by chance, and take the person away from it."""
    nobody = get_nobody()
    own = Post.objects.filter(author=member)
    for thread in Thread.objects.filter(pk__in=thread_ids):
        named = own.filter(thread=thread, alias__isnull=True)
        if named.exists() or (thread.author_id == member.pk and thread.alias_id is None):
            voice = _new_voice(thread)
            named.update(alias=voice)
            Thread.objects.filter(pk=thread.pk, author=member, alias__isnull=True).update(alias=voice)
    own.update(author=nobody, nonce=None, version=F("version") + 1)
    Thread.objects.filter(author=member).update(author=nobody, nonce=None)
    Alias.objects.filter(member=member).update(member=None)
    return []


def _new_voice(thread: Thread) -> Alias:
    taken = set(Alias.objects.filter(thread=thread).values_list("name", flat=True))
    name, seed = alias_for(secrets.token_bytes(32), taken)
    return Alias.objects.create(thread=thread, member=None, name=name, avatar_seed=seed)


def _threads_under_the_name(member: Member) -> set[int]:
    named = Post.objects.filter(author=member, alias__isnull=True).values_list("thread_id", flat=True)
    return set(named)


def _take_name_out(member: Member, thread_ids: set[int]) -> set[int]:
    """Replace the name in what was written to them, and wherever it can be nobody else; return those threads."""
    keys = {member.name_key, *FormerName.objects.filter(member=member).values_list("name_key", flat=True)}
    touched = set()
    near = Q(thread__in=thread_ids) | Q(body__icontains=member.name) | Q(title__icontains=member.name)
    for post in Post.objects.filter(near):
        if _rename_in_post(post, keys, is_near=post.thread_id in thread_ids, as_shown=member.name):
            touched.add(post.thread_id)
    for revision in PostRevision.objects.filter(
        Q(post__thread__in=thread_ids) | Q(body__icontains=member.name)
    ).select_related("post"):
        is_near = revision.post.thread_id in thread_ids
        revision.title = without_names(revision.title, keys, is_near=is_near, as_shown=member.name)
        revision.body = without_names(revision.body, keys, is_near=is_near, as_shown=member.name)
        revision.save(update_fields=["title", "body"])
    for thread in Thread.objects.filter(Q(pk__in=thread_ids) | Q(title__icontains=member.name)):
        title = without_names(thread.title, keys, is_near=thread.pk in thread_ids, as_shown=member.name)
        if title != thread.title:
            Thread.objects.filter(pk=thread.pk).update(title=title[:120])
            touched.add(thread.pk)
    return touched


def _rename_in_post(post: Post, keys: set[str], *, is_near: bool, as_shown: str) -> bool:
    before = (post.title, post.body, post.quoted_text)
    post.title, post.body, post.quoted_text = (
        without_names(text, keys, is_near=is_near, as_shown=as_shown)[:limit]
        for text, limit in zip(before, (120, 20_000, 600), strict=True)
    )
    if (post.title, post.body, post.quoted_text) == before:
        return False
    post.html, post.version = render_markdown(post.body), post.version + 1
    post.save(update_fields=["title", "body", "quoted_text", "html", "version"])
    return True
