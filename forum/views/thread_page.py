"""A page of a thread, put together for whoever reads it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from markupsafe import Markup

from core.text import number_in
from forum import actions, fragments, permissions, queries
from forum.forms import ReplyForm
from forum.models import Thread
from forum.views.care import care_in_thread
from forum.views.composer import composer
from safety.queries import nobody_here

# Stands in a page where its posts go. The posts are by far the most of it and stay the bytes they are.
SLOT = Markup("\x1eposts\x1e")


def thread_page(
    request: HttpRequest,
    thread: Thread,
    standing: queries.Standing,
    *,
    form: ReplyForm | None = None,
    problem: str = "",
    told: str = "",
    status: int = 200,
    place: str = "",
) -> HttpResponse:
    """Draw the page of the thread that the address asks for, with any form that did not go through."""
    viewer = request.member
    after = number_in(request.GET.get("after"))
    page = fragments.load_page(thread, viewer=viewer, after=after)
    context = _about_the_thread(thread, viewer, page, after=after)
    context |= {"place": place, "problem": problem, "told": told, "standing": standing, "posts": SLOT}
    if viewer:
        context["care"] = care_in_thread(request, thread, standing.care_post_id, after=after)
        posts = _posts_for_member(thread, standing, page, viewer)
        context |= composer(request, thread, form=form, has_draft=standing.has_draft)
    else:
        posts = page.for_strangers
    response = render(request, "forum/thread_detail.html", context, status=status)
    response.content = response.content.replace(SLOT.encode(), posts, 1)
    return response


def _about_the_thread(
    thread: Thread, viewer: Any, page: fragments.ThreadPage, *, after: int
) -> dict[str, Any]:
    """Return what the page says around its posts, for this viewer."""
    update = queries.get_update(thread, viewer=viewer) if not after else None
    return {
        "thread": thread,
        "space": thread.space,
        "after": after,
        "next_after": page.next_after,
        "reply_count": queries.visible_reply_count(thread, viewer=viewer),
        "last_shown": page.fragments[-1].post_id if page.fragments else after,
        "update": update,
        "update_is_covered": update is not None and queries.is_covered(update.notes, viewer),
        "can_moderate": permissions.can_moderate(viewer, thread.space),
        "is_own": viewer is not None and thread.author_id == viewer.pk,
        "clock": queries.reply_clock(thread, viewer=viewer, now=timezone.now()),
        "nobody_on_duty": nobody_here(),
    }


def _posts_for_member(
    thread: Thread, standing: queries.Standing, page: fragments.ThreadPage, viewer: Any
) -> bytes:
    last = page.fragments[-1].post_id if page.fragments else 0
    seen_before = standing.seen_post_id
    if last > seen_before:
        actions.mark_seen(thread, member=viewer, post_id=last)
    has_news = standing.has_reading and last > seen_before
    if page.is_plain and viewer.pk not in page.author_ids and not (standing.has_support or has_news):
        return page.for_members
    shown = assemble_for(
        page.fragments,
        thread,
        viewer,
        has_support=standing.has_support,
        new_after=seen_before if has_news else None,
    )
    return str(shown).encode()


def assemble_for(
    found: list[fragments.Fragment],
    thread: Thread,
    viewer: Any,
    *,
    has_support: bool = True,
    new_after: int | None = None,
) -> Any:
    """Join fragments for a signed-in member, with their own presses and who answered their own posts."""
    own = [fragment.post_id for fragment in found if fragment.author_id == viewer.pk]
    ids = [fragment.post_id for fragment in found]
    return fragments.assemble(
        found,
        viewer=viewer,
        pressed=queries.own_support(thread, member=viewer, post_ids=ids) if has_support else set(),
        supporters=queries.list_supporters(own, author=viewer) if own else {},
        new_after=new_after,
        own_foot=fragments.own_buttons,
    )
