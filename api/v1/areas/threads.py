"""Threads: finding them, beginning them, following them, and their posts."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from api.actions import Written
from api.v1 import care
from api.v1.pictures import as_form
from api.v1.refusals import Refused, checked
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Cursor, Id, Slug, page_of
from api.v1.shapes.posts import NewReply, PostOut, Posts, show_posts
from api.v1.shapes.threads import NewThread, OneThread, Spot, ThreadOut, ThreadQuery, Threads
from api.v1.wording import without_reasons
from forum import actions, permissions, queries
from forum.forms import ReplyForm, ThreadForm
from forum.models import Thread

router = Router(tags=["threads"])


@reads(
    router,
    "/threads",
    _(
        "Find threads: the latest, those nobody has answered yet (longest waiting first), or those you follow."
    ),
    gives=Threads,
    strangers=True,
)
def list_threads(request: Any, asked: Query[ThreadQuery]) -> Any:
    viewer = request.member
    space = queries.get_space(asked.space, viewer=viewer) if asked.space else None
    if asked.show == "following":
        if viewer is None:
            raise Refused("sign-in")
        page = queries.list_following(viewer, cursor=asked.cursor)
    else:
        find = queries.list_threads if asked.show == "latest" else queries.list_unanswered
        page = find(viewer, space=space, cursor=asked.cursor)
    return page_of(page.items, page.next_cursor, lambda row: ThreadOut.of(row, viewer))


@writes(router, "POST", "/spaces/{slug}/threads", _("Begin a thread."), gives=OneThread, status=201)
def start_thread(request: Any, slug: Slug, body: NewThread) -> Written:
    space = queries.get_space(slug, viewer=request.member)
    said = checked(ThreadForm(*as_form(body)))
    thread = actions.start_thread(
        space, author=request.member, title=said["title"], body=said["body"], wants=said["wants"],
        notes=said["notes"], anonymous=said["anonymous"], picture=said["picture"],
        picture_description=said["picture_description"], now=timezone.now(),
    )  # fmt: skip
    return Written(201, "thread", str(thread.pk))


@reads(
    router,
    "/threads/{thread_id}",
    _("See one thread; its words are its posts."),
    gives=OneThread,
    strangers=True,
    shows="thread",
)
def get_thread(request: Any, thread_id: Id) -> Any:
    viewer = request.member
    try:
        standing = queries.get_standing(thread_id, viewer=viewer)
    except Http404:
        opening = queries.get_own_held_thread(thread_id, author=viewer)
        held = OneThread.of_held(opening.thread, viewer, opening=opening.pk)
        return held | {"care": care.about_post(request, opening)}
    thread = queries.get_thread(thread_id, viewer=viewer, standing=standing)
    update, can_reply = queries.get_update(thread, viewer=viewer), permissions.can_reply(viewer, thread)
    opening = queries.get_opening(thread)
    return OneThread.of(
        thread, viewer, replies=queries.visible_reply_count(thread, viewer=viewer), followed=standing.is_followed,
        opening=opening.pk, update=update.pk if update else None, seen=standing.seen_post_id,
        can_reply=can_reply, can_moderate=permissions.can_moderate(viewer, thread.space),
        anonymous_name=queries.anonymous_name(thread, viewer) if viewer and can_reply else None,
        care=care.about_post(request, opening),
    )  # fmt: skip


@writes(
    router,
    "DELETE",
    "/threads/{thread_id}",
    _("Take a whole thread away: your own, or one in a space you look after."),
)
def remove_thread(request: Any, thread_id: Id) -> None:
    thread, by, now = _thread(request, thread_id), request.member, timezone.now()
    if thread.author_id == by.pk:
        actions.remove_thread(thread, by=by, now=now)
    else:
        opening = thread.posts.select_related("thread__space").get(is_opening=True)
        actions.take_down(opening, concern="other", statement=without_reasons(), by=by, now=now)


@reads(
    router,
    "/threads/{thread_id}/posts",
    _("Read a thread: what it begins with, then its replies, oldest first."),
    gives=Posts,
    strangers=True,
)
def list_posts(request: Any, thread_id: Id, cursor: Query[Cursor] = None) -> Any:
    page = queries.list_posts(_thread(request, thread_id), viewer=request.member, cursor=cursor)
    return {"items": show_posts(page.items, request.member), "next": page.next_cursor}


@writes(
    router,
    "POST",
    "/threads/{thread_id}/replies",
    _("Post a reply, perhaps to a passage of an earlier post."),
    gives=PostOut,
    status=201,
)
def post_reply(request: Any, thread_id: Id, body: NewReply) -> Written:
    thread = _thread(request, thread_id)
    told, files = as_form(body)
    said = checked(ReplyForm({**told, "quoted": str(body.quoted or "")}, files))
    post = actions.post_reply(
        thread, author=request.member, body=said["body"], notes=said["notes"], anonymous=said["anonymous"],
        quoted=queries.get_quotable(said["quoted"], thread=thread, viewer=request.member),
        quoted_text=said["quoted_text"], picture=said["picture"],
        picture_description=said["picture_description"], now=timezone.now(),
    )  # fmt: skip
    return Written(201, "post", str(post.pk))


@writes(router, "PUT", "/threads/{thread_id}/follow", _("Hear of new replies."))
def follow(request: Any, thread_id: Id) -> None:
    actions.follow(_thread(request, thread_id), member=request.member, now=timezone.now())


@writes(router, "DELETE", "/threads/{thread_id}/follow", _("Hear of new replies no more."))
def unfollow(request: Any, thread_id: Id) -> None:
    actions.unfollow(_thread(request, thread_id), member=request.member)


@writes(router, "PUT", "/threads/{thread_id}/seen", _("Remember how far you have read; never backwards."))
def mark_seen(request: Any, thread_id: Id, body: Spot) -> None:
    thread = _thread(request, thread_id)
    post = _post_of(thread, request, body.post)
    actions.mark_seen(thread, member=request.member, post_id=post.pk)


@writes(
    router,
    "PUT",
    "/threads/{thread_id}/lock",
    _("Close a thread to new replies; for those who look after its space."),
)
def lock_thread(request: Any, thread_id: Id) -> None:
    _set_lock(request, thread_id, own=actions.lock_thread, other=actions.close_thread)


@writes(
    router,
    "DELETE",
    "/threads/{thread_id}/lock",
    _("Open a thread again; for those who look after its space."),
)
def unlock_thread(request: Any, thread_id: Id) -> None:
    _set_lock(request, thread_id, own=actions.unlock_thread, other=actions.open_thread)


def _set_lock(request: Any, thread_id: int, *, own: Any, other: Any) -> None:
    thread, by, now = _thread(request, thread_id), request.member, timezone.now()
    if thread.author_id == by.pk:
        own(thread, by=by, now=now)
    else:
        other(thread, concern="other", statement=without_reasons(), by=by, now=now)


@writes(
    router, "PUT", "/threads/{thread_id}/update", _("Show one of your own replies at the top of your thread.")
)
def pin_update(request: Any, thread_id: Id, body: Spot) -> None:
    thread = _thread(request, thread_id)
    actions.pin_update(_post_of(thread, request, body.post), by=request.member, now=timezone.now())


@writes(
    router,
    "DELETE",
    "/threads/{thread_id}/update",
    _("Take the update off the top again; the reply stays where it was."),
)
def unpin_update(request: Any, thread_id: Id) -> None:
    actions.unpin_update(_thread(request, thread_id), by=request.member)


def _thread(request: Any, thread_id: int) -> Thread:
    return queries.get_thread(thread_id, viewer=request.member)


def _post_of(thread: Thread, request: Any, post_id: int) -> Any:
    """Return a post of this thread that may be seen."""
    post = queries.get_quotable(str(post_id), thread=thread, viewer=request.member)
    if post is None:
        raise Http404
    return post
