"""Reading and starting threads, following and closing them, and lists of threads."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.languages import isolated
from core.pace import TooSoon
from core.text import number_in
from forum import actions, permissions, queries
from forum.forms import ThreadForm
from forum.models import Space, Thread
from forum.models.spaces import Access
from forum.names import alias_for_new_thread
from forum.views.access import or_sign_in
from forum.views.care import address_after_start
from forum.views.composer import from_draft, words_kept
from forum.views.thread_page import thread_page
from forum.voices import speaks_anonymously
from live.queries import place_now
from people.access import member_required
from people.actions import NoRoomLeft
from people.queries import members_by_ids
from safety.queries import nobody_here


@require_GET
@or_sign_in
def thread_detail(request: HttpRequest, thread_id: int) -> HttpResponse:
    """One page of a thread: the opening post, 50 replies, and the composer where one may reply."""
    place = place_now()
    try:
        standing = queries.get_standing(thread_id, viewer=request.member)
    except Http404:
        return redirect("post_detail", queries.get_own_held_thread(thread_id, author=request.member).pk)
    thread = queries.get_thread(thread_id, viewer=request.member, standing=standing)
    if wanted := number_in(request.GET.get("post")):
        return redirect(_address_of(wanted, thread, request))
    return thread_page(request, thread, standing, place=place)


def _address_of(post_id: int, thread: Thread, request: HttpRequest) -> str:
    post = queries.get_post(post_id, viewer=request.member)
    after = queries.page_start_of(post, viewer=request.member) if not post.is_opening else 0
    return f"{thread.get_absolute_url()}{f'?after={after}' if after else ''}#post-{post.pk}"


@or_sign_in
@member_required
def thread_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a thread in a space."""
    try:
        space = queries.get_space(slug, viewer=request.member)
    except Http404:
        if request.method == "POST":
            return words_kept(request, status=404)
        raise
    if not permissions.can_post(request.member, space):
        if request.method == "POST":
            return words_kept(request, status=403)
        raise PermissionDenied
    return _take_new_thread(request, space) if request.method == "POST" else _new_thread_page(request, space)


def _take_new_thread(request: HttpRequest, space: Space) -> HttpResponse:
    """Start the thread that was sent, keep it for later, or give the form back with what stands against it."""
    form = ThreadForm(request.POST, request.FILES)
    if "keep" in request.POST:
        return _keep_for_later(request, space, form)
    if not form.is_valid():
        return _new_thread_page(request, space, form, status=422)
    try:
        thread = _start(request, space, form, now=timezone.now())
    except NoRoomLeft as full:
        form.add_error("picture", full.in_words)
        return _new_thread_page(request, space, form, status=409)
    except TooSoon as soon:
        form.add_error(None, soon.in_words(now=timezone.now()))
        return _new_thread_page(request, space, form, status=429)
    return redirect(address_after_start(thread))


def _new_thread_page(
    request: HttpRequest, space: Space, form: ThreadForm | None = None, *, status: int = 200
) -> HttpResponse:
    draft = queries.composer_draft(request.member, space=space)
    form = form or ThreadForm(initial=from_draft(draft) | {"nonce": uuid4()})
    alias, alias_seed = alias_for_new_thread(space, form.nonce_or_new, request.member)
    context = {
        "space": space, "form": form, "alias": alias, "alias_seed": alias_seed,
        "post_anonymously": speaks_anonymously(
            space, request.member, wishes=bool(form["anonymous"].value())
        ),
        "is_group": space.access == Access.GROUP, "draft_at": draft.updated_at if draft else None,
        "nonce": form.nonce_or_new, "nobody_on_duty": nobody_here(),
    }  # fmt: skip
    return render(request, "forum/thread_form.html", context, status=status)


def _keep_for_later(request: HttpRequest, space: Space, form: ThreadForm) -> HttpResponse:
    form.is_valid()
    said = form.cleaned_data
    actions.save_draft(
        request.member, space=space, title=form.typed("title"), body=form.typed("body"), wants=said.get("wants", ""),
        notes=said.get("notes", ()), anonymous=bool(said.get("anonymous")),
    )  # fmt: skip
    messages.success(request, _("Your words are kept here for you. Nobody else can read them."))
    return redirect(space)


def _start(request: HttpRequest, space: Space, form: ThreadForm, *, now: datetime) -> Thread:
    said = form.cleaned_data
    return actions.start_thread(
        space, author=request.member, title=said["title"], body=said["body"], wants=said["wants"],
        notes=said["notes"], anonymous=said["anonymous"], nonce=said["nonce"], picture=said["picture"],
        picture_description=said["picture_description"], now=now,
    )  # fmt: skip


@require_POST
@member_required
def thread_follow(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Follow the thread, or stop following it."""
    thread = queries.get_thread(thread_id, viewer=request.member)
    if request.POST.get("follow") == "no":
        actions.unfollow(thread, member=request.member)
    else:
        actions.follow(thread, member=request.member, now=timezone.now())
    return redirect(thread)


@member_required
def thread_writing(request: HttpRequest, thread_id: int) -> HttpResponse:
    """POST: someone is writing here, under their own name only if the page says so. GET: that, in words."""
    thread = queries.get_thread(thread_id, viewer=request.member)
    if request.method != "POST":
        writer = members_by_ids([number_in(request.GET.get("by"))], viewer=request.member)
        names = [member.name for member in writer.values() if member.shows_writing]
        said = _("%(name)s is writing.") % {"name": isolated(names[0])} if names else _("Someone is writing.")
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    actions.someone_is_writing(thread, writer=request.member, anonymous=request.POST.get("as") != "member")
    return HttpResponse(status=204)


@require_GET
@member_required
def unanswered(request: HttpRequest) -> HttpResponse:
    """Threads nobody has answered yet, longest waiting first."""
    page = queries.list_unanswered(request.member, cursor=request.GET.get("after"))
    return render(request, "forum/unanswered.html", {"page": page})


@require_GET
@member_required
def following(request: HttpRequest) -> HttpResponse:
    """Threads one follows, last active first."""
    page = queries.list_following(request.member, cursor=request.GET.get("after"))
    return render(request, "forum/following.html", {"page": page})
