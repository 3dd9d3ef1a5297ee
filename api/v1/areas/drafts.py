"""Words that are not posted yet, kept as they are typed; nobody else can read them."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id, Slug
from api.v1.shapes.threads import DraftOut, Drafts, ReplyDraft, ThreadDraft
from forum import actions, permissions, queries
from forum.forms import ThreadForm
from forum.models import Draft, Space, Thread

router = Router(tags=["drafts"])


@reads(router, "/drafts", _("See everything you were writing, last touched first."), gives=Drafts)
def list_drafts(request: Any) -> Any:
    return {"items": [DraftOut.of(draft) for draft in queries.list_drafts(request.member)]}


@reads(router, "/threads/{thread_id}/draft", _("See the reply you were writing."), gives=DraftOut)
def get_reply_draft(request: Any, thread_id: Id) -> Any:
    return _shown(queries.composer_draft(request.member, thread=_thread(request, thread_id)))


@writes(
    router,
    "PUT",
    "/threads/{thread_id}/draft",
    _("Keep the words of a reply for later; words that say nothing drop the draft."),
)
def keep_reply_draft(request: Any, thread_id: Id, body: ReplyDraft) -> None:
    _keep(request, body, thread=_thread(request, thread_id))


@writes(router, "DELETE", "/threads/{thread_id}/draft", _("Forget the reply you were writing."))
def drop_reply_draft(request: Any, thread_id: Id) -> None:
    actions.drop_draft(request.member, thread=_thread(request, thread_id))


@reads(router, "/spaces/{slug}/draft", _("See the thread you were writing."), gives=DraftOut)
def get_thread_draft(request: Any, slug: Slug) -> Any:
    return _shown(queries.composer_draft(request.member, space=_space(request, slug)))


@writes(
    router,
    "PUT",
    "/spaces/{slug}/draft",
    _("Keep the words of a new thread for later; words that say nothing drop the draft."),
)
def keep_thread_draft(request: Any, slug: Slug, body: ThreadDraft) -> None:
    _keep(request, body, space=_space(request, slug))


@writes(router, "DELETE", "/spaces/{slug}/draft", _("Forget the thread you were writing."))
def drop_thread_draft(request: Any, slug: Slug) -> None:
    actions.drop_draft(request.member, space=_space(request, slug))


def _keep(request: Any, body: ReplyDraft, **place: Any) -> None:
    """Keep it clean where it could be posted, and else just as it was typed."""
    form = ThreadForm(body.model_dump())
    form.is_valid()
    title = form.typed("title") if isinstance(body, ThreadDraft) else ""
    actions.save_draft(
        request.member, title=title, body=form.typed("body"), wants=form.cleaned_data.get("wants") or "",
        notes=form.cleaned_data.get("notes") or (), anonymous=body.anonymous, **place,
    )  # fmt: skip


def _shown(draft: Draft | None) -> Any:
    if draft is None:
        raise Http404
    return DraftOut.of(draft)


def _thread(request: Any, thread_id: int) -> Thread:
    thread = queries.get_thread(thread_id, viewer=request.member)
    if not permissions.can_reply(request.member, thread):
        raise Http404
    return thread


def _space(request: Any, slug: str) -> Space:
    space = queries.get_space(slug, viewer=request.member)
    if not permissions.can_post(request.member, space):
        raise Http404
    return space
