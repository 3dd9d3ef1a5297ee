"""The box people write in, and what becomes of the words when they cannot be posted."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from forum import fragments, permissions, queries
from forum.forms import ReplyForm
from forum.models import Draft, Thread
from forum.models.spaces import Access
from forum.models.threads import Wants
from forum.names import alias_in
from forum.voices import speaks_anonymously
from people.queries import unpack_notes


def composer(
    request: HttpRequest, thread: Thread, *, form: ReplyForm | None = None, has_draft: bool = True
) -> dict[str, Any]:
    """Return what the reply box needs: any words to put into it, and both names to choose from.

    `form` stays None while there is nothing in the box; that page is the common one and draws no form.
    """
    viewer = request.member
    if not permissions.can_reply(viewer, thread) and form is None:
        return {"can_write": False, "paused_until": permissions.pause_of(viewer)}
    draft = queries.composer_draft(viewer, thread=thread) if has_draft and form is None else None
    if draft:
        form = ReplyForm(initial=from_draft(draft))
    known = fragments.alias_names(thread)
    alias, alias_seed = alias_in(thread, viewer, known=known)
    wanted = (form["quoted"].value() if form else None) or request.GET.get("quote")
    return {
        "can_write": True,
        "form": form,
        "nonce": form.nonce_or_new if form else uuid4(),
        "alias": alias,
        "alias_seed": alias_seed,
        "post_anonymously": speaks_anonymously(
            thread.space, viewer, wishes=bool(form["anonymous"].value()) if form else viewer.pk in known
        ),
        "is_group": thread.space.access == Access.GROUP,
        "quoted": queries.get_quotable(wanted, thread=thread, viewer=viewer),
        "author_name": thread.alias.name if thread.alias else thread.author.name,
        "wants_key": "" if thread.author_id == viewer.pk else thread.wants,
        "draft_at": draft.updated_at if draft else None,
    }


def from_draft(draft: Draft | None) -> dict[str, Any]:
    """Return kept words as what a form begins with."""
    if draft is None:
        return {}
    return {
        "title": draft.title,
        "body": draft.body,
        "wants": draft.wants or Wants.LISTEN,
        "notes": list(unpack_notes(draft.notes)),
        "anonymous": draft.anonymous,
    }


def words_kept(request: HttpRequest, *, status: int) -> HttpResponse:
    """A page with what was typed, when the place it was typed for is no longer there."""
    words = [
        (label, request.POST.get(name, "")[:40_000])
        for name, label in (("title", _("The title")), ("body", _("Your words")))
        if request.POST.get(name)
    ]
    return render(request, "forum/words_kept.html", {"words": words}, status=status)
