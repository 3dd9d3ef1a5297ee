"""What the author of a post finds when it worried us or had to wait: people to talk to, and honest words."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum import actions, permissions, queries
from forum.models import Post, Thread
from forum.views.access import or_sign_in
from people.access import member_required
from safety.queries import CarePanel, held_for, panel_about_post


def care_for(request: HttpRequest, post: Post, *, address: str, after: int = 0) -> CarePanel:
    """Return the panel for the author of this post."""
    return panel_about_post(
        post.pk, author=request.member, says=queries.care_words(post),
        action=reverse("post_care", args=[post.pk]), address=address, after=after,
        country=request.GET.get("country", ""),
    )  # fmt: skip


def care_in_thread(
    request: HttpRequest, thread: Thread, post_id: int | None, *, after: int
) -> CarePanel | None:
    """Return the panel above a thread, None where its author needs none or their post is not there any more."""
    post = queries.get_own_standing(post_id, author=request.member) if post_id else None
    return care_for(request, post, address=thread.get_absolute_url(), after=after) if post else None


def address_after(post: Post) -> str:
    """Return where an author goes after posting: where the post stands, or where they read what is up with it."""
    if post.held_at:
        return reverse("post_detail", args=[post.pk])
    if queries.offers_care_for(post, author=post.author):
        return f"{post.thread.get_absolute_url()}#care"
    return post.get_absolute_url()


def address_after_start(thread: Thread) -> str:
    """Return where an author goes after starting a thread."""
    opening = queries.get_opening(thread)
    opening.thread = thread
    address = address_after(opening)
    return thread.get_absolute_url() if address == opening.get_absolute_url() else address


def held_page(request: HttpRequest, post: Post) -> HttpResponse:
    """An author's own held post, with what happens now."""
    offers = queries.offers_care_for(post, author=request.member)
    context = {
        "post": post,
        "thread": post.thread,
        "thread_is_open": post.thread.removed_at is None,
        "why": held_for("forum.post", post.pk),
        "can_edit": permissions.can_edit(request.member, post),
        "care": care_for(request, post, address=request.path) if offers else None,
    }
    return render(request, "forum/post_held.html", context)


@require_POST
@or_sign_in
@member_required
def post_care(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask to talk, say that one is safe, or put the panel away; for the author."""
    post = queries.get_own_post(post_id, author=request.member)
    wanted = request.POST.get("do")
    if wanted == "talk":
        actions.ask_to_talk(post, by=request.member, now=timezone.now())
        return redirect(address_after(post))
    if wanted == "safe":
        actions.say_safe(post, by=request.member, now=timezone.now())
        messages.success(
            request, _("Thank you for saying so. The people who look after this place can see it.")
        )
    elif wanted == "away":
        actions.put_care_away(post, by=request.member)
    return redirect(address_after(post))
