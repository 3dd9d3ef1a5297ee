"""One post on its own page, with everything one may do with it; each deed also works without scripts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.pace import TooSoon
from forum import actions, fragments, permissions, queries
from forum.forms import EditForm
from forum.models import Post
from forum.views.access import or_sign_in
from forum.views.care import address_after, held_page
from forum.views.composer import words_kept
from forum.views.deciding import post_take_down
from forum.views.thread_page import assemble_for
from people.access import member_required
from people.queries import unpack_notes


@require_GET
@or_sign_in
def post_detail(request: HttpRequest, post_id: int) -> HttpResponse:
    """The post, and what this reader may do with it."""
    post = queries.get_post(post_id, viewer=request.member, held_too=True)
    if post.held_at:
        return held_page(request, post)
    fragment = fragments.draw(post, post.thread)
    viewer = request.member
    context = {
        "post": post,
        "thread": post.thread,
        "shown": assemble_for([fragment], post.thread, viewer)
        if viewer
        else fragments.assemble([fragment], viewer=None),
        "can_edit": permissions.can_edit(viewer, post),
        "can_remove": permissions.can_remove(viewer, post),
        "can_see_history": permissions.can_see_history(viewer, post) and post.edited_at is not None,
        "can_pin": permissions.can_pin(viewer, post),
        "is_pinned": post.thread.update_post_id == post.pk,
        "is_kept": viewer is not None and queries.is_bookmarked(post, member=viewer),
        "is_own": viewer is not None and post.author_id == viewer.pk,
    }
    return render(request, "forum/post_detail.html", context)


@require_GET
@or_sign_in
def post_fragment(request: HttpRequest, post_id: int) -> HttpResponse:
    """The post as it stands in its thread, for a page that is already open; removed, the line that says so."""
    post = queries.get_post(post_id, viewer=request.member, removed_too=True)
    if not request.htmx:
        return redirect(post)
    fragment = fragments.draw(post, post.thread)
    if request.member is None:
        return HttpResponse(fragments.assemble([fragment], viewer=None))
    return HttpResponse(assemble_for([fragment], post.thread, request.member))


@or_sign_in
@member_required
def post_edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Change one's own words."""
    try:
        post = queries.get_own_post(post_id, author=request.member)
    except Http404:
        if request.method == "POST":
            return words_kept(request, status=404)
        raise
    if post.kept_back_at:
        return (
            words_kept(request, status=409) if request.method == "POST" else redirect("post_detail", post.pk)
        )
    context = {"post": post, "thread": post.thread, "closed": not permissions.can_edit(request.member, post)}
    form = context["form"] = _edit_form(request, post)
    if not form.is_valid():
        return render(request, "forum/post_edit.html", context, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        post = actions.edit_post(
            post, by=request.member, body=said["body"], notes=said["notes"], title=said["title"],
            wants=said["wants"], version=said["version"], now=timezone.now(),
        )  # fmt: skip
    except actions.EditConflict as conflict:
        context |= {"conflict": conflict.post, "version_now": conflict.post.version}
        return render(request, "forum/post_edit.html", context, status=409)
    except actions.ThreadClosed:
        context["closed"] = True
        return render(request, "forum/post_edit.html", context, status=409)
    except TooSoon as soon:
        form.add_error(None, soon.in_words(now=timezone.now()))
        return render(request, "forum/post_edit.html", context, status=429)
    return redirect(address_after(post))


def _edit_form(request: HttpRequest, post: Post) -> EditForm:
    if request.method == "POST":
        return EditForm(request.POST, is_opening=post.is_opening)
    now = {
        "body": post.body, "title": post.title, "wants": post.thread.wants, "version": post.version,
        "notes": list(unpack_notes(post.notes)),
    }  # fmt: skip
    return EditForm(initial=now, is_opening=post.is_opening)


@or_sign_in
@member_required
def post_remove(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask once, then take one's own post away; a moderator is asked for reasons."""
    post = queries.get_post(post_id, viewer=request.member, held_too=True)
    if not permissions.can_remove(request.member, post):
        raise Http404
    if post.author_id != request.member.pk:
        return post_take_down(request, post, to=_address_after_removal(post))
    if request.method != "POST":
        return render(request, "forum/post_remove.html", {"post": post, "thread": post.thread})
    actions.remove_post(post, by=request.member, now=timezone.now())
    messages.success(request, _("It is gone from the thread."))
    return redirect(_address_after_removal(post))


@require_GET
@or_sign_in
@member_required
def post_history(request: HttpRequest, post_id: int) -> HttpResponse:
    """What the post said before; for its author and moderators."""
    post = queries.get_post(post_id, viewer=request.member)
    revisions = actions.read_history(post, by=request.member, now=timezone.now())
    return render(
        request, "forum/post_history.html", {"post": post, "thread": post.thread, "revisions": revisions}
    )


@require_POST
@or_sign_in
@member_required
def post_support(request: HttpRequest, post_id: int) -> HttpResponse:
    """Say it with a press, or take it back."""
    post = queries.get_post(post_id, viewer=request.member)
    actions.toggle_support(post, member=request.member, kind=request.POST.get("kind", ""), now=timezone.now())
    if request.htmx:
        return HttpResponse(assemble_for([fragments.draw(post, post.thread)], post.thread, request.member))
    return redirect(post)


@require_POST
@or_sign_in
@member_required
def post_bookmark(request: HttpRequest, post_id: int) -> HttpResponse:
    """Keep the post for oneself, or no longer."""
    post = queries.get_post(post_id, viewer=request.member)
    if request.POST.get("keep") == "no":
        actions.unbookmark(post, member=request.member)
    else:
        actions.bookmark(post, member=request.member)
    return redirect("post_detail", post.pk)


@require_POST
@or_sign_in
@member_required
def post_pin(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show this reply at the top of one's own thread, or no longer."""
    post = queries.get_post(post_id, viewer=request.member)
    if request.POST.get("pin") == "no":
        actions.unpin_update(post.thread, by=request.member)
    else:
        actions.pin_update(post, by=request.member, now=timezone.now())
    return redirect(post.thread)


@require_GET
@member_required
def bookmark_list(request: HttpRequest) -> HttpResponse:
    """What one keeps for oneself."""
    page = queries.list_bookmarks(request.member, cursor=request.GET.get("after"))
    return render(request, "forum/bookmark_list.html", {"page": page})


def _address_after_removal(post: Post) -> str:
    """Where to go when a post is gone: its thread, or its space when the thread went along."""
    if post.is_opening:
        return reverse("space_detail", args=[post.thread.space.slug])
    return post.thread.get_absolute_url()
