"""The kinds of notice the forum sends. Their words are looked up when they are read, for the reader."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import isolated
from forum.models import HelperSettings, Post, Space, Support
from forum.queries.helping import open_offers_of
from notifications.kinds import Kind, NoticeLine, register
from notifications.models import Notice
from people.models import Member
from safety.permissions import can_be_on_duty


def _posts(ids: Iterable[int], viewer: Member) -> dict[int, Post]:
    posts = (
        Post.objects.standing()
        .visible_to(viewer)
        .filter(pk__in=ids, thread__removed_at__isnull=True)
        .filter(thread__space__in=Space.objects.standing().readable_by(viewer).values("pk"))
        .select_related("thread", "author", "alias")
    )
    if viewer.hidden_ids:
        posts = posts.exclude(thread__alias__isnull=True, thread__author__in=viewer.hidden_ids)
    return {post.pk: post for post in posts}


def _describe(notices: Sequence[Notice], viewer: Member, sentence: str) -> dict[int, NoticeLine]:
    posts = _posts([notice.subject_id for notice in notices], viewer)
    lines = {}
    for notice in notices:
        if post := posts.get(notice.subject_id):
            name = post.alias.name if post.alias else post.author.name
            lines[notice.pk] = NoticeLine(
                text=sentence % {"name": isolated(name), "title": isolated(post.thread.title)},
                url=f"/threads/{post.thread_id}/?post={post.pk}",
                at=notice.happened_at,
            )
    return lines


def describe_replies(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who replied where."""
    return _describe(notices, viewer, _("%(name)s replied in “%(title)s”"))


def describe_quotes(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who answered a passage of one's own."""
    return _describe(notices, viewer, _("%(name)s answered your words in “%(title)s”"))


def describe_updates(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say whose thread has an update."""
    return _describe(notices, viewer, _("%(name)s wrote an update to “%(title)s”"))


def describe_support(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say who answered with a press."""
    given = {
        support.pk: support
        for support in Support.objects.filter(
            pk__in=[notice.subject_id for notice in notices],
            post__author=viewer,
            member__in=Member.objects.visible_to(viewer),
        ).select_related("member", "post")
    }
    posts = _posts({support.post_id for support in given.values()}, viewer)
    lines = {}
    for notice in notices:
        support = given.get(notice.subject_id)
        if support and (post := posts.get(support.post_id)):
            lines[notice.pk] = NoticeLine(
                text=_("%(name)s said “%(words)s” in “%(title)s”")
                % {
                    "name": isolated(support.member.name),
                    "words": support.get_kind_display(),
                    "title": isolated(post.thread.title),
                },
                url=f"/threads/{post.thread_id}/?post={post.pk}",
                at=notice.happened_at,
            )
    return lines


def describe_offers(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody waits, without a name or a title; only while the offer stands."""
    offers = open_offers_of(viewer, now=timezone.now()).filter(
        pk__in=[notice.subject_id for notice in notices]
    )
    threads = dict(offers.values_list("pk", "thread_id"))
    return {
        notice.pk: NoticeLine(
            text=_("Somebody waits for an answer that you might have. Have a look, if you like."),
            url=f"/threads/{threads[notice.subject_id]}/",
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in threads
    }


def describe_talks(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody asks to talk, without a name."""
    posts = _posts([notice.subject_id for notice in notices], viewer)
    return {
        notice.pk: NoticeLine(
            text=_("Somebody asks to talk to a person now."),
            url=f"/threads/{post.thread_id}/?post={post.pk}",
            at=notice.happened_at,
        )
        for notice in notices
        if (post := posts.get(notice.subject_id))
    }


def describe_held(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that something of one's own waits; only while it does."""
    waiting = set(
        Post.objects.filter(
        pk__in=[notice.subject_id for notice in notices], author=viewer, removed_by_author=False,
        held_at__isnull=False, kept_back_at__isnull=True,
    ).values_list("pk", flat=True)
    )  # fmt: skip
    return {
        notice.pk: NoticeLine(
            text=_("A person looks at something you wrote before others see it."),
            url=f"/posts/{notice.subject_id}/",
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in waiting
    }


def _is_helper(member: Member) -> bool:
    return HelperSettings.objects.filter(member=member).exists()


# What each kind says outside of the page, and what it is called where one chooses who hears of it.
KINDS = (
    Kind(
        "forum.reply", describe_replies, gettext_lazy("Somebody replied in a thread you follow."),
        label=gettext_lazy("Replies in threads I follow"),
    ),
    Kind(
        "forum.quote", describe_quotes, gettext_lazy("Somebody answered your words."),
        label=gettext_lazy("Answers to my own words"),
    ),
    Kind(
        "forum.update", describe_updates, gettext_lazy("There is an update in a thread you follow."),
        label=gettext_lazy("Updates in threads I follow"),
    ),
    Kind(
        "forum.support", describe_support, gettext_lazy("Somebody answered you with a press."),
        label=gettext_lazy("Presses such as “I hear you”"),
    ),
    Kind(
        "forum.offer", describe_offers, label=gettext_lazy("Somebody waits whom I might understand"), is_for=_is_helper,
    ),
    Kind("forum.held", describe_held),
    Kind(
        "forum.talk", describe_talks, label=gettext_lazy("Somebody asks to talk now"), is_urgent=True,
        is_always_here=True, is_for=can_be_on_duty,
    ),
)  # fmt: skip


def install() -> None:
    """Tell the notice system how to put these into words."""
    for kind in KINDS:
        register(kind)
