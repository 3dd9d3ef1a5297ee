"""Other members, and keeping one's distance from them."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from api.v1.routing import reads, writes
from api.v1.shapes.basics import Cursor, Name, page_of
from api.v1.shapes.people import Names, OtherMember
from api.v1.shapes.posts import PostLink, PostLinks
from forum.queries import list_posts_of
from people import actions, queries
from people.models import Member
from people.names import name_key

router = Router(tags=["members"])


@reads(
    router, "/members/{name}", _("See what you may read about a member."), gives=OtherMember, strangers=True
)
def get_member(request: Any, name: Name) -> Any:
    viewer, member = request.member, _seen_by(request.member, name)
    lines = queries.profile_of(member, viewer=viewer, now=timezone.now())
    return {
        "name": member.name, "role": member.role, "since": f"{member.joined_at:%Y-%m}",
        "lines": [{"field": line.field, "label": line.label, "text": line.text} for line in lines],
        "muted": viewer is not None and member.pk in viewer.hidden_ids,
        "me": viewer is not None and viewer.pk == member.pk,
    }  # fmt: skip


@reads(
    router,
    "/members/{name}/posts",
    _("Find what a member wrote under their own name, newest first."),
    gives=PostLinks,
    strangers=True,
)
def list_posts_of_member(request: Any, name: Name, cursor: Query[Cursor] = None) -> Any:
    member = _seen_by(request.member, name)
    page = list_posts_of(member, viewer=request.member, cursor=cursor)
    return page_of(page.items, page.next_cursor, PostLink.of)


@reads(router, "/blocks", _("See whom you blocked, newest first."), gives=Names)
def list_blocks(request: Any) -> Any:
    return {"items": [other.name for other in queries.list_distances(request.member)[0]]}


@writes(
    router,
    "PUT",
    "/blocks/{name}",
    _("Block somebody: neither of you sees the other any more, and they are not told."),
)
def block(request: Any, name: Name) -> None:
    if not queries.has_blocked(request.member, name):
        actions.block(queries.get_member(name, viewer=request.member), blocker=request.member)


@writes(
    router,
    "DELETE",
    "/blocks/{name}",
    _("Take a block back; a name that is not blocked changes nothing and says the same."),
)
def unblock(request: Any, name: Name) -> None:
    if other := _of_name(queries.list_distances(request.member)[0], name):
        actions.unblock(other, blocker=request.member)


@reads(router, "/mutes", _("See whom you muted, newest first."), gives=Names)
def list_mutes(request: Any) -> Any:
    return {"items": [other.name for other in queries.list_distances(request.member)[1]]}


@writes(
    router,
    "PUT",
    "/mutes/{name}",
    _("Mute somebody: you do not see them any more, and nothing changes for them."),
)
def mute(request: Any, name: Name) -> None:
    actions.mute(queries.get_member(name, viewer=request.member), muter=request.member)


@writes(
    router,
    "DELETE",
    "/mutes/{name}",
    _("See somebody again; a name that is not muted changes nothing and says the same."),
)
def unmute(request: Any, name: Name) -> None:
    if other := _of_name(queries.list_distances(request.member)[1], name):
        actions.unmute(other, muter=request.member)


def _seen_by(viewer: Member | None, name: str) -> Member:
    """Return the member; strangers find only those who show something to anyone."""
    member = queries.get_member(name, viewer=viewer)
    if viewer is None and not queries.profile_of(member, viewer=None, now=timezone.now()):
        raise Http404
    return member


def _of_name(members: list[Member], name: str) -> Member | None:
    return next((member for member in members if member.name_key == name_key(name)), None)
