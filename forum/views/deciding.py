"""Moderators' own decisions about what others wrote: each needs a reason that the author reads."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.languages import isolated
from forum import actions, permissions, queries
from forum.models import Post
from forum.views.access import or_sign_in
from people.access import member_required
from safety.actions import CannotBeDone, CaseMoved
from safety.forms.deciding import DecideForm


def post_take_down(request: HttpRequest, post: Post, *, to: str) -> HttpResponse:
    """Ask a moderator for reasons, then take down what somebody else wrote."""
    what = (
        _("The thread and all replies to it will no longer be shown to anybody.")
        if post.is_opening
        else _("Nobody will see it any more. A line will say that a moderator took it down.")
    )
    return _asked(
        request, post, actions.take_down, to=to, is_danger=True, label=_("Take it down"), what=what,
        title=_("Remove this thread?") if post.is_opening else _("Remove this reply?"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@or_sign_in
@member_required
def thread_lock(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Close the thread to new replies, or open it again; for its moderators, with reasons unless it is their own."""
    thread = queries.get_thread(thread_id, viewer=request.member)
    if not permissions.can_moderate(request.member, thread.space):
        raise PermissionDenied
    opens = thread.locked_at is not None
    if thread.author_id == request.member.pk:
        if request.method == "POST":
            act = actions.unlock_thread if opens else actions.lock_thread
            act(thread, by=request.member, now=timezone.now())
        return redirect(thread)
    opening = Post.objects.select_related("thread__space").get(thread=thread.pk, is_opening=True)
    if opens:
        words = _("Open to replies again"), _("Everybody who can read it can answer again.")
    else:
        words = _("Close to new replies"), _("It stays to be read. Nobody can answer any more.")
    act_of = actions.open_thread if opens else actions.close_thread
    return _asked(
        request, opening, lambda post, **how: act_of(thread, **how), to=thread.get_absolute_url(),
        is_danger=False, label=words[0], what=words[1], title=words[0],
    )  # fmt: skip


def _asked(
    request: HttpRequest, post: Post, act: Callable[..., None], *, to: str, **shown: Any
) -> HttpResponse:
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act(post, by=request.member, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Done. Whoever wrote it is told why."))
            return redirect(to)
        except CaseMoved as moved:
            name = moved.case.holder.name if moved.case.holder else "…"
            form.add_error(
                None, _("%(name)s looks after this at the safety desk just now.") % {"name": isolated(name)}
            )
        except CannotBeDone:
            messages.info(request, _("That cannot be done any more: it is gone, or it stands so already."))
            return redirect(to)
    status = 422 if form.is_bound else 200
    context = {"post": post, "thread": post.thread, "form": form, **shown}
    return render(request, "forum/take_down.html", context, status=status)
