"""Posts: reading, editing and removing them, answering with a press, keeping them; search, and pictures."""

from datetime import date, datetime, time
from typing import Annotated, Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from api.actions import Written
from api.v1 import care
from api.v1.refusals import checked, one_line
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Cursor, DayAsked, Id, Reference, Slug, minute, page_of
from api.v1.shapes.care import CareAnswer
from api.v1.shapes.posts import (
    Edit,
    HitOut,
    Hits,
    PostLink,
    PostLinks,
    PostOut,
    Revisions,
    SupportKind,
    show_posts,
    topics_of,
)
from api.v1.wording import without_reasons
from forum import actions, permissions, queries
from forum.forms import EditForm
from forum.models import Post

router = Router(tags=["posts"])
# Further off, time zones would lead out of the calendar.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 1, 1)


@reads(
    router,
    "/posts/{post_id}",
    _("Read one post; of a removed one only its place is left."),
    gives=PostOut,
    strangers=True,
    shows="post",
)
def get_post(request: Any, post_id: Id) -> Any:
    post = queries.get_post(post_id, viewer=request.member, removed_too=True, held_too=True)
    return {**show_posts([post], request.member)[0], "care": care.about_post(request, post)}


@writes(
    router,
    "PUT",
    "/posts/{post_id}",
    _(
        "Change your own words, also while they wait for a person. What they were is kept for you and the moderators."
    ),
    gives=PostOut,
)
def edit_post(request: Any, post_id: Id, body: Edit) -> Written:
    post = _own_post(request, post_id)
    told = {
        **body.model_dump(),
        "notes": topics_of(post.notes) if body.notes is None else body.notes,
        "title": body.title or post.title,
        "wants": body.wants or post.thread.wants,
    }
    said = checked(EditForm(told, is_opening=post.is_opening))
    actions.edit_post(
        post, by=request.member, body=said["body"], notes=said["notes"], title=said["title"], wants=said["wants"],
        version=said["version"], now=timezone.now(),
    )  # fmt: skip
    return Written(200, "post", str(post_id))


@writes(
    router,
    "DELETE",
    "/posts/{post_id}",
    _(
        "Take a post away: your own, or one in a space you look after. An opening post takes its thread along."
    ),
)
def remove_post(request: Any, post_id: Id) -> None:
    by, now = request.member, timezone.now()
    post = queries.get_post(post_id, viewer=by, held_too=True)
    if post.author_id == by.pk:
        actions.remove_post(post, by=by, now=now)
    else:
        actions.take_down(post, concern="other", statement=without_reasons(), by=by, now=now)


@writes(
    router,
    "POST",
    "/posts/{post_id}/care",
    _("Ask for somebody to talk to about your own post, say that you are safe, or put the offer away."),
)
def answer_care_about_post(request: Any, post_id: Id, body: CareAnswer) -> None:
    post, by, now = _own_post(request, post_id), request.member, timezone.now()
    if body.do == "talk":
        actions.ask_to_talk(post, by=by, now=now)
    elif body.do == "safe":
        actions.say_safe(post, by=by, now=now)
    else:
        actions.put_care_away(post, by=by)


@reads(
    router,
    "/posts/{post_id}/revisions",
    _("Read what a post said before it was edited, newest first; for its author and moderators."),
    gives=Revisions,
)
def list_revisions(request: Any, post_id: Id) -> Any:
    revisions = actions.read_history(_post(request, post_id), by=request.member, now=timezone.now())
    return {
        "items": [
            {"written_at": minute(each.written_at), "title": each.title, "body": each.body}
            for each in revisions
        ]
    }


@writes(
    router,
    "PUT",
    "/posts/{post_id}/support/{kind}",
    _("Answer somebody else's post with a press; only its author learns of it."),
    gives=PostOut,
)
def give_support(request: Any, post_id: Id, kind: SupportKind) -> Written:
    return _support(request, post_id, kind, wanted=True)


@writes(router, "DELETE", "/posts/{post_id}/support/{kind}", _("Take a press back."), gives=PostOut)
def take_support_back(request: Any, post_id: Id, kind: SupportKind) -> Written:
    return _support(request, post_id, kind, wanted=False)


def _support(request: Any, post_id: int, kind: str, *, wanted: bool) -> Written:
    post = _post(request, post_id)
    actions.toggle_support(post, member=request.member, kind=kind, now=timezone.now(), wanted=wanted)
    return Written(200, "post", str(post_id))


@reads(router, "/bookmarks", _("See which posts you keep for yourself, last kept first."), gives=PostLinks)
def list_bookmarks(request: Any, cursor: Query[Cursor] = None) -> Any:
    page = queries.list_bookmarks(request.member, cursor=cursor)
    return page_of(page.items, page.next_cursor, PostLink.of)


@writes(router, "PUT", "/posts/{post_id}/bookmark", _("Keep a post for yourself."))
def bookmark(request: Any, post_id: Id) -> None:
    actions.bookmark(_post(request, post_id), member=request.member)


@writes(router, "DELETE", "/posts/{post_id}/bookmark", _("Keep it no longer."))
def unbookmark(request: Any, post_id: Id) -> None:
    actions.unbookmark(_post(request, post_id), member=request.member)


@reads(router, "/search", _("Find posts by their words, newest first."), gives=Hits, strangers=True)
def search(
    request: Any,
    q: Query[
        Annotated[
            str, Field(max_length=200, pattern=r"^[^\x00]*$", description='Words, or a "phrase in quotes"')
        ]
    ],
    space: Query[Slug | None] = None,
    since: Query[DayAsked | None] = None,
    until: Query[DayAsked | None] = None,
    cursor: Query[Cursor] = None,
) -> Any:
    viewer = request.member
    place = queries.get_space(space, viewer=viewer) if space else None
    if place and not permissions.can_read(viewer, place):
        raise Http404
    words = one_line(q, field="q", place="query", most=200, required=False)
    page = queries.search(
        words, viewer=viewer, space=place, since=_start_of(since), until=_start_of(until, end=True),
        before=cursor,
    )  # fmt: skip
    return page_of(page.hits, page.next_cursor, HitOut.of)


def _start_of(day: date | None, *, end: bool = False) -> datetime | None:
    if day is None:
        return None
    near = min(max(day, FIRST_DAY), LAST_DAY)
    return timezone.make_aware(datetime.combine(near, time.max if end else time.min))


@reads(
    router,
    "/pictures/{picture_id}",
    _("See the picture of a post you may read."),
    gives=bytes,
    strangers=True,
    media_type="image/webp",
)
def get_picture(request: Any, picture_id: Reference) -> Any:
    picture = queries.get_picture(picture_id, viewer=request.member)
    try:
        with default_storage.open(picture.file_name) as file:
            return HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError:
        raise Http404 from None


def _post(request: Any, post_id: int) -> Post:
    return queries.get_post(post_id, viewer=request.member)


def _own_post(request: Any, post_id: int) -> Post:
    return queries.get_own_post(post_id, author=request.member)
