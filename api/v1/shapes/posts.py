"""Posts and what was found among them, as one viewer may read them."""

from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, Field

from api.v1.shapes.basics import Body, Count, Flag, Minute, Out, Pointer, Topics, formatted, minute, words
from api.v1.shapes.care import ABOUT_CARE, CareOut
from api.v1.shapes.people import By
from api.v1.shapes.spaces import Place
from forum import queries
from forum.models import Post
from forum.queries import Hit
from people.models import Member

Wants = Literal["listen", "been_there", "ideas", "company"]
SupportKind = Literal["hear", "me_too", "with_you", "thanks"]
SHOWN_ROLES = {"listener", "moderator", "clinician"}


class Quote(Out):
    """A passage of an earlier post; null where it is not for this reader."""

    post: int
    by: By
    text: str
    covered: bool


class PictureOut(Out):
    url: str
    description: str
    width: int
    height: int


class Supporter(Out):
    name: str
    kind: SupportKind


class PostOut(Out):
    """One person's words, as this viewer sees them. Of a removed post nothing is left but its place."""

    id: int
    thread: int
    opening: bool
    by: By | None
    mine: bool
    created_at: Minute | None
    edited: bool
    removed: bool
    held: bool = Field(description="Your own, not seen by others until a person has read it")
    notes: list[str]
    covered: bool
    html: str = Field(description="Safe HTML; covered words are to wait until the reader opens them")
    body: str | None = Field(description="As it was written, in Markdown; of your own posts")
    version: int | None = Field(description="To be given back with an edit; of your own posts")
    quote: Quote | None
    picture: PictureOut | None
    support: list[SupportKind] = Field(description="What you said with a press")
    supporters: list[Supporter] = Field(description="Who answered your own post with a press")
    care: CareOut | None = Field(None, description=ABOUT_CARE)


class Posts(Out):
    items: list[PostOut]
    next: str | None


class NewPicture(Body):
    """A picture. It is drawn anew, so nothing but what one sees is kept of the file."""

    data: Annotated[Base64Bytes, formatted("picture")] = Field(
        description="The file in base64: JPEG, PNG, WebP or GIF, at most 1.8 MB"
    )
    description: Annotated[str, words(300)] = Field(description="What it shows, for those who do not see it")


class WrittenPost(Body):
    body: Annotated[str, words(20_000)]
    notes: Topics = Field([], description="Topics of a content note, see /topics")
    anonymous: Flag = Field(False, description="Under a name that is used in this thread only")
    picture: NewPicture | None = None


class NewReply(WrittenPost):
    quoted: Pointer | None = Field(None, description="A post of this thread")
    quoted_text: Annotated[str, words(600, least=0)] = Field(
        "", description="The passage, as it stands there"
    )


class Edit(Body):
    """The whole new text. `version` is that of the post as it was read."""

    body: Annotated[str, words(20_000)]
    version: Count
    notes: Topics | None = Field(None, description="Left as they are when not given")
    title: Annotated[str, words(120)] | None = Field(
        None, description="Of an opening post; left as it is when not given"
    )
    wants: Wants | None = None


class Revision(Out):
    written_at: Minute
    title: str
    body: str


class Revisions(Out):
    items: list[Revision]


class HitOut(Out):
    """A post that was found. A covered one has no snippet."""

    post: int
    thread: int
    title: str
    opening: bool
    space: Place
    by: By
    notes: list[str]
    covered: bool
    snippet_html: str
    created_at: Minute

    @classmethod
    def of(cls, hit: Hit) -> dict[str, Any]:
        return {
            "post": hit.post_id, "thread": hit.thread_id, "title": hit.title, "opening": hit.is_opening,
            "space": {"slug": hit.space_slug, "name": hit.space_name},
            "by": {"name": hit.name, "anonymous": hit.is_anonymous}, "notes": topics_of(hit.notes),
            "covered": hit.is_covered, "snippet_html": str(hit.snippet_html), "created_at": minute(hit.created_at),
        }  # fmt: skip


class Hits(Out):
    items: list[HitOut]
    next: str | None


class PostLink(Out):
    """Where a post is; its words are at /posts/{id}."""

    post: int
    thread: int
    title: str
    space: Place
    created_at: Minute

    @classmethod
    def of(cls, post: Post) -> dict[str, Any]:
        thread = post.thread
        return {
            "post": post.pk, "thread": thread.pk, "title": thread.title,
            "space": {"slug": thread.space.slug, "name": thread.space.name}, "created_at": minute(post.created_at),
        }  # fmt: skip


class PostLinks(Out):
    items: list[PostLink]
    next: str | None


def by(item: Any) -> dict[str, Any]:
    """Return the name a post or thread appears under."""
    if item.alias:
        return {"name": item.alias.name, "anonymous": True}
    role = item.author.role if item.author.role in SHOWN_ROLES else None
    return {"name": item.author.name, "anonymous": False, "role": role}


def topics_of(stored: str) -> list[str]:
    """Return the topics of a content note as they are stored: ",loss,abuse,"."""
    return [slug for slug in stored.split(",") if slug]


def show_posts(posts: list[Post], viewer: Member | None) -> list[dict[str, Any]]:
    """Return posts of one thread as this viewer reads them, with their own presses and those on their own posts."""
    if not posts:
        return []
    ids = [post.pk for post in posts]
    own = [post.pk for post in posts if viewer and post.author_id == viewer.pk]
    pressed = queries.own_support(posts[0].thread, member=viewer, post_ids=ids) if viewer else set()
    supporters = queries.list_supporters(own, author=viewer) if viewer and own else {}
    return [
        _removed(post)
        if post.removed_at and not post.held_at
        else _show_post(
            post,
            viewer,
            support=[kind for post_id, kind in sorted(pressed) if post_id == post.pk],
            supporters=[
                {"name": each.member.name, "kind": each.kind} for each in supporters.get(post.pk, ())
            ],
        )
        for post in posts
    ]


def _removed(post: Post) -> dict[str, Any]:
    return {
        "id": post.pk, "thread": post.thread_id, "opening": post.is_opening, "by": None, "mine": False,
        "created_at": None, "edited": False, "removed": True, "held": False, "notes": [], "covered": False, "html": "",
        "body": None, "version": None, "quote": None, "picture": None, "support": [], "supporters": [],
    }  # fmt: skip


def _show_post(post: Post, viewer: Member | None, **presses: Any) -> dict[str, Any]:
    mine = viewer is not None and post.author_id == viewer.pk
    return {
        "id": post.pk, "thread": post.thread_id, "opening": post.is_opening, "by": by(post), "mine": mine,
        "created_at": minute(post.created_at), "edited": post.edited_at is not None, "removed": False,
        "held": post.held_at is not None,
        "notes": topics_of(post.notes), "covered": queries.is_covered(post.notes, viewer), "html": post.html,
        "body": post.body if mine else None, "version": post.version if mine else None,
        "quote": _show_quote(post, viewer), "picture": _show_picture(post), **presses,
    }  # fmt: skip


def _show_quote(post: Post, viewer: Member | None) -> dict[str, Any] | None:
    quoted = post.quoted
    if quoted is None or quoted.removed_at or not queries.passage_of(quoted, post.quoted_text):
        return None
    author_id = None if quoted.alias_id else quoted.author_id
    if not queries.may_read_quote(viewer, author_id=author_id, notes=topics_of(quoted.notes)):
        return None
    covered = queries.is_covered(quoted.notes, viewer)
    return {"post": quoted.pk, "by": by(quoted), "text": post.quoted_text, "covered": covered}


def _show_picture(post: Post) -> dict[str, Any] | None:
    picture = getattr(post, "picture", None)
    if picture is None:
        return None
    return {
        "url": f"/api/v1/pictures/{picture.pk}", "description": picture.description, "width": picture.width,
        "height": picture.height,
    }  # fmt: skip
