"""Threads, in lists and one by one."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.v1.shapes.basics import Body, Cursor, Flag, Minute, Out, Pointer, Slug, Topics, minute, words
from api.v1.shapes.care import ABOUT_CARE, CareOut
from api.v1.shapes.people import By
from api.v1.shapes.posts import Wants, WrittenPost, by, topics_of
from api.v1.shapes.spaces import Place
from forum import queries
from forum.queries import ThreadRow
from people.models import Member


class ThreadOut(Out):
    """One thread in a list. A covered title waits until its reader opens it."""

    id: int
    title: str
    space: Place
    by: By
    wants: Wants
    notes: list[str]
    covered: bool
    created_at: Minute
    active_at: Minute
    replies: int
    locked: bool
    new: bool = Field(description="Whether something was said since you last looked, in a thread you know")
    followed: bool

    @classmethod
    def of(cls, row: ThreadRow, viewer: Member | None) -> dict[str, Any]:
        return {
            "id": row.id, "title": row.title, "space": {"slug": row.space_slug, "name": row.space_name},
            "by": {"name": row.name, "anonymous": row.is_anonymous}, "wants": row.wants,
            "notes": topics_of(row.notes), "covered": queries.is_covered(row.notes, viewer),
            "created_at": minute(row.created_at), "active_at": minute(row.active_at), "replies": row.reply_count,
            "locked": row.is_locked, "new": row.is_new, "followed": row.is_followed,
        }  # fmt: skip


class Threads(Out):
    items: list[ThreadOut]
    next: str | None


class OneThread(Out):
    """One thread; its words are its posts."""

    id: int
    title: str
    space: Place
    by: By
    wants: Wants
    notes: list[str]
    covered: bool
    created_at: Minute
    replies: int
    locked: bool
    followed: bool
    mine: bool
    opening: int = Field(description="The post it begins with")
    update: int | None = Field(description="The reply its author pinned to the top")
    seen: int = Field(description="The last post you have read")
    can_reply: bool
    can_moderate: bool
    anonymous_name: str | None = Field(description="The name you have here when you post anonymously")
    held: bool = Field(description="Your own, not seen by others until a person has read how it begins")
    topic: str = Field(description="What to name to the event stream to hear of new replies")
    care: CareOut | None = Field(None, description=ABOUT_CARE)

    @classmethod
    def of(cls, thread: Any, viewer: Member | None, **facts: Any) -> dict[str, Any]:
        """Return what the thread says for itself; `facts` is what has to be asked for."""
        return {
            "id": thread.pk, "title": thread.title, "by": by(thread), "wants": thread.wants,
            "space": {"slug": thread.space.slug, "name": thread.space.name}, "notes": topics_of(thread.notes),
            "covered": queries.is_covered(thread.notes, viewer), "created_at": minute(thread.created_at),
            "locked": thread.locked_at is not None, "topic": f"thread:{thread.pk}",
            "mine": viewer is not None and thread.author_id == viewer.pk, "held": False, **facts,
        }  # fmt: skip

    @classmethod
    def of_held(cls, thread: Any, viewer: Member | None, *, opening: int) -> dict[str, Any]:
        """Return one's own thread that waits for a person: its place and its title, and nothing one could do in it."""
        return cls.of(
            thread, viewer, held=True, replies=0, followed=False, opening=opening, update=None, seen=opening,
            can_reply=False, can_moderate=False, anonymous_name=None,
        )  # fmt: skip


class NewThread(WrittenPost):
    title: Annotated[str, words(120)]
    wants: Wants = "listen"


class Spot(Body):
    """One post of a thread."""

    post: Pointer


class ThreadQuery(BaseModel):
    """Which threads, and from where on."""

    show: Literal["latest", "unanswered", "following"] = "latest"
    space: Slug | None = Field(None, description="Only those of one space")
    cursor: Cursor = None


class DraftOut(Out):
    """Words not posted yet. Only their writer can read them."""

    thread: int | None
    space: str | None
    title: str
    body: str
    wants: str
    notes: list[str]
    anonymous: bool
    updated_at: Minute

    @classmethod
    def of(cls, draft: Any) -> dict[str, Any]:
        return {
            "thread": draft.thread_id, "space": draft.space and draft.space.slug, "title": draft.title,
            "body": draft.body, "wants": draft.wants, "notes": topics_of(draft.notes),
            "anonymous": draft.anonymous, "updated_at": minute(draft.updated_at),
        }  # fmt: skip


class Drafts(Out):
    items: list[DraftOut]


class ReplyDraft(Body):
    body: Annotated[str, words(40_000, least=0)]
    notes: Topics = []
    anonymous: Flag = False


class ThreadDraft(ReplyDraft):
    title: Annotated[str, words(200, least=0)] = ""
    wants: Wants | None = None
