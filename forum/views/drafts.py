"""Keeping words as they are typed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from core.text import number_in
from forum import actions, permissions, queries
from forum.forms import ThreadForm
from people.access import member_required


@require_POST
@member_required
def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep what the composer holds right now, for the thread or space it names; answers 204."""
    form = ThreadForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    words: dict[str, Any] = {
        "body": form.typed("body"),
        "notes": said.get("notes") or (),
        "anonymous": bool(said.get("anonymous")),
        "nonce": said.get("nonce"),
    }
    if thread_id := number_in(request.POST.get("thread")):
        thread = queries.get_thread(thread_id, viewer=request.member)
        if not permissions.can_reply(request.member, thread):
            raise Http404
        actions.save_draft(request.member, thread=thread, **words)
    else:
        space = queries.get_space(request.POST.get("space", ""), viewer=request.member)
        if not permissions.can_post(request.member, space):
            raise Http404
        actions.save_draft(
            request.member, space=space, title=form.typed("title"), wants=said.get("wants") or "", **words
        )
    return HttpResponse(status=204)
