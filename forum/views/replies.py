"""New replies: those that came since a page was opened, and those somebody writes."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.pace import TooSoon
from core.text import number_in
from forum import actions, fragments, queries
from forum.forms import ReplyForm
from forum.models import Post, Thread
from forum.views.access import or_sign_in
from forum.views.care import address_after
from forum.views.composer import composer, words_kept
from forum.views.thread_page import assemble_for, thread_page
from people.access import member_required
from people.actions import NoRoomLeft
from safety.queries import nobody_here


@or_sign_in
def replies(request: HttpRequest, thread_id: int) -> HttpResponse:
    """GET: the posts after one, for a page that is already open. POST: a new reply."""
    if request.method == "POST":
        return reply_create(request, thread_id)
    thread = queries.get_thread(thread_id, viewer=request.member)
    if not request.htmx:
        return redirect(thread)
    page = fragments.load_page(
        thread, viewer=request.member, after=max(1, number_in(request.GET.get("after")))
    )
    if request.member is None:
        return HttpResponse(fragments.assemble(page.fragments, viewer=None))
    if page.fragments:
        actions.mark_seen(thread, member=request.member, post_id=page.fragments[-1].post_id)
    return HttpResponse(assemble_for(page.fragments, thread, request.member))


@member_required
def reply_create(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Post a reply, or keep the words for later; whatever is wrong, the words stay in the box."""
    form = ReplyForm(request.POST, request.FILES)
    try:
        thread = queries.get_thread(thread_id, viewer=request.member)
    except Http404:
        return words_kept(request, status=404)
    if "keep" in request.POST:
        return _keep_for_later(request, form, thread)
    if "help" in request.POST:
        return _ask_for_help(request, form, thread)
    if not form.is_valid():
        return _composer_again(request, thread, form)
    try:
        post = _post(request, thread, form, now=timezone.now())
    except actions.ThreadClosed:
        thread.locked_at = thread.locked_at or timezone.now()
        return _composer_again(
            request, thread, form, status=409,
            problem=_("This thread was closed while you were writing. Your words are still here to copy."),
        )  # fmt: skip
    except NoRoomLeft as full:
        return _composer_again(request, thread, form, status=409, problem=full.in_words)
    except TooSoon as soon:
        problem = soon.in_words(now=timezone.now())
        return _composer_again(request, thread, form, status=429, problem=problem)
    address = address_after(post)
    if request.htmx and address != post.get_absolute_url():
        return HttpResponse(headers={"HX-Redirect": address})
    if request.htmx:
        response = render(
            request, "forum/_composer.html", composer(request, post.thread) | {"thread": thread}
        )
        response["HX-Trigger"] = "hearthside:posted"
        return response
    return redirect(address)


def _post(request: HttpRequest, thread: Thread, form: ReplyForm, *, now: datetime) -> Post:
    said = form.cleaned_data
    return actions.post_reply(
        thread, author=request.member, body=said["body"], notes=said["notes"], anonymous=said["anonymous"],
        quoted=queries.get_quotable(said["quoted"], thread=thread, viewer=request.member),
        quoted_text=said["quoted_text"], nonce=said["nonce"], picture=said["picture"],
        picture_description=said["picture_description"], now=now,
    )  # fmt: skip


def _composer_again(
    request: HttpRequest, thread: Thread, form: ReplyForm, *, status: int = 422, problem: str = ""
) -> HttpResponse:
    if request.htmx:
        context = composer(request, thread, form=form) | {"thread": thread, "problem": problem}
        return render(request, "forum/_composer.html", context, status=422)
    standing = queries.get_standing(thread.pk, viewer=request.member)
    return thread_page(request, thread, standing, form=form, problem=problem, status=status)


def _ask_for_help(request: HttpRequest, form: ReplyForm, thread: Thread) -> HttpResponse:
    """Ask whoever is on duty to help; what was typed stays in the box and is kept."""
    actions.ask_for_help_with_answering(thread, by=request.member, now=timezone.now())
    form.is_valid()
    kept = {
        "body": form.typed("body"),
        "notes": form.cleaned_data.get("notes", ()),
        "anonymous": bool(form.cleaned_data.get("anonymous")),
    }
    actions.save_draft(request.member, thread=thread, **kept)
    names = ("quoted", "quoted_text", "nonce")
    again = ReplyForm(initial=kept | {name: form.cleaned_data.get(name) for name in names})
    told = (
        _("Nobody is on duty right now. Whoever comes next sees that you asked. Your words are still here.")
        if nobody_here()
        else _("The people on duty were told that you would like help. Your words are still here.")
    )
    if request.htmx:
        context = composer(request, thread, form=again) | {"thread": thread, "told": told}
        return render(request, "forum/_composer.html", context)
    standing = queries.get_standing(thread.pk, viewer=request.member)
    return thread_page(request, thread, standing, form=again, told=told)


def _keep_for_later(request: HttpRequest, form: ReplyForm, thread: Thread) -> HttpResponse:
    form.is_valid()
    body = form.typed("body")
    actions.save_draft(
        request.member, thread=thread, body=body,
        notes=form.cleaned_data.get("notes", ()), anonymous=bool(form.cleaned_data.get("anonymous")),
    )  # fmt: skip
    if not body.strip():
        return _composer_again(request, thread, form)
    messages.success(request, _("Your words are kept here for you. Nobody else can read them."))
    return redirect(thread)
