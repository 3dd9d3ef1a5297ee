"""Posts as ready HTML, drawn once for everyone and put together for each reader.

A fragment holds nothing of any reader. What a reader may not see is left out before the pieces are joined.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from core.memory import Memory
from core.support import SupportKind
from forum import queries
from forum.forms import PostForm, ReplyForm
from forum.models import Post, Support, Thread
from forum.names import voices_in
from forum.passages import passage_of
from people.models import Member
from people.queries import describe_notes, topic_names, unpack_notes

CUT = "\x1e"
_pages = Memory(500)
_fragments = Memory(20_000)
_aliases = Memory(2_000)
_extras = Memory(20)


@dataclass(frozen=True, slots=True)
class Fragment:
    """One post in five pieces; the quote and the buttons differ from reader to reader."""

    post_id: int
    author_id: int
    is_named: bool
    quoted_author_id: int | None
    quoted_notes: tuple[str, ...]
    notes: tuple[str, ...]
    head: str
    quote: str
    words: str
    buttons: str
    foot: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """The fragments of one page, the last post id if more follow, and the page as strangers and most members see it.

    `for_members` will do for members who wrote and pressed nothing on it, as long as the page `is_plain`: without
    quotes, notes and pictures nothing else on it differs from member to member.
    """

    fragments: list[Fragment]
    next_after: int | None
    author_ids: frozenset[int]
    is_plain: bool
    for_members: bytes
    for_strangers: bytes

    @classmethod
    def of(cls, found: list[Fragment], next_after: int | None) -> "ThreadPage":
        """Put the page together once."""
        is_plain = not any(
            each.quote.strip() or each.notes or 'class="picture"' in each.words for each in found
        )
        html = "".join(each.head + each.quote + each.words + each.buttons + each.foot for each in found)
        return cls(
            found, next_after, frozenset(each.author_id for each in found), is_plain,
            html.encode(), str(assemble(found, viewer=None)).encode(),
        )  # fmt: skip


def draw(post: Post, thread: Thread) -> Fragment:
    """Return one post drawn for nobody in particular; drawn anew when what it shows has changed."""
    quoted = post.quoted
    if quoted and (quoted.removed_at or not post.quoted_text):
        quoted = None
    shown = (post.author.name, post.author.role, post.author.avatar_seed)
    said_by = quoted and (quoted.pk, quoted.version, quoted.author.name)
    key = (post.pk, post.version, post.removed_at, shown, said_by, get_language())
    found: Fragment | None = _fragments.get(key)
    if found is None:
        found = _draw(post, thread, quoted)
        _fragments.put(key, found)
    return found


def _draw(post: Post, thread: Thread, quoted: Post | None) -> Fragment:
    if quoted and not passage_of(quoted, post.quoted_text):
        quoted = None
    html = render_to_string(
        "forum/_post.html",
        {
            "post": post,
            "quoted": quoted,
            "by_author": post.author_id == thread.author_id and post.alias_id == thread.alias_id,
            "support_kinds": SupportKind.choices,
            "notes": describe_notes(post.notes),
            "picture": getattr(post, "picture", None),
            "cut": Markup(CUT),  # noqa: S704 our own separator
        },
    )
    head, quote, words, buttons, foot = html.split(CUT)
    return Fragment(
        post.pk, post.author_id, post.alias_id is None,
        quoted.author_id if quoted and quoted.alias_id is None else None,
        unpack_notes(quoted.notes) if quoted else (), unpack_notes(post.notes), head, quote, words, buttons, foot,
    )  # fmt: skip


def load_page(thread: Thread, *, viewer: Member | None, after: int = 0) -> ThreadPage:
    """Return the fragments of one page for this viewer: the opening post (at the start) and 50 replies.

    Kept per version of the thread for everyone; drawn apart for readers for whom something is left out, so
    that their pages are full pages too.
    """
    key = (thread.pk, thread.version, after, get_language())
    page: ThreadPage | None = _pages.get(key)
    if page is None:
        page = _draw_page(thread, viewer=None, after=after)
        _pages.put(key, page)
    if viewer and _is_particular(viewer) and not all(_may_see(each, viewer) for each in page.fragments):
        page = _draw_page(thread, viewer=viewer, after=after)
    elif viewer and page.next_after and not _has_more(thread, viewer, page.next_after):
        page = replace(page, next_after=None)
    return page


def _has_more(thread: Thread, viewer: Member, after: int) -> bool:
    """Tell whether anything follows for this viewer: an empty last page would betray who wrote on it."""
    if not _is_particular(viewer):
        return True
    return queries.list_replies(thread, viewer=viewer, after=after, limit=1).exists()


def _is_particular(viewer: Member) -> bool:
    """Tell whether there is anybody or anything this viewer sees no trace of."""
    return bool(viewer.hidden_ids or viewer.left_out_topics)


def _may_see(fragment: Fragment, viewer: Member) -> bool:
    if fragment.is_named and fragment.author_id in viewer.hidden_ids:
        return False
    return not queries.leaves_out(viewer, fragment.notes)


def _draw_page(thread: Thread, *, viewer: Member | None, after: int) -> ThreadPage:
    posts = list(queries.list_replies(thread, viewer=viewer, after=after, limit=queries.posts.PAGE + 1))
    more = len(posts) > queries.posts.PAGE
    posts = posts[: queries.posts.PAGE]
    next_after = posts[-1].pk if more else None
    if not after:
        posts = [*_opening(thread), *posts]
    return ThreadPage.of([draw(post, thread) for post in posts], next_after)


def _opening(thread: Thread) -> Iterable[Post]:
    return Post.objects.filter(thread=thread, is_opening=True).select_related("author", "alias", "picture")


def assemble(
    fragments: list[Fragment],
    *,
    viewer: Member | None,
    pressed: set[tuple[int, str]] = frozenset(),  # type: ignore[assignment]
    supporters: dict[int, list[Support]] | None = None,
    new_after: int | None = None,
    own_foot: Callable[[int, list[Support]], str] | None = None,
) -> Markup:
    """Join fragments for one reader: covers they are fine with open, their presses, the line before news."""
    pieces: list[str] = []
    marked = False
    for fragment in fragments:
        if new_after is not None and not marked and fragment.post_id > new_after:
            pieces.append(news_line())
            marked = True
        pieces.append(fragment.head)
        pieces.append(_quote(fragment, viewer))
        pieces.append(_words(fragment, viewer))
        if viewer is not None:
            pieces.append(_buttons(fragment, viewer, pressed, supporters or {}, own_foot))
        pieces.append(fragment.foot)
    return Markup("".join(pieces))  # noqa: S704 drawn by our own templates


def _quote(fragment: Fragment, viewer: Member | None) -> str:
    if viewer is None:
        return fragment.quote
    if not queries.may_read_quote(viewer, author_id=fragment.quoted_author_id, notes=fragment.quoted_notes):
        return ""
    return _uncovered(fragment.quote, fragment.quoted_notes, viewer)


def _uncovered(html: str, notes: tuple[str, ...], viewer: Member | None) -> str:
    """Open the cover for a viewer who is fine with everything it names."""
    if viewer and notes and viewer.open_topics.issuperset(notes):
        return html.replace('<details class="cover"', '<details open class="cover"', 1)
    return html


def _words(fragment: Fragment, viewer: Member | None) -> str:
    words = _uncovered(fragment.words, fragment.notes, viewer)
    if viewer and not (viewer.pictures_on_tap or viewer.saves_data):
        words = words.replace('<details class="picture"', '<details open class="picture"', 1)
    return words


def _buttons(
    fragment: Fragment,
    viewer: Member,
    pressed: set[tuple[int, str]],
    supporters: dict[int, list[Support]],
    own_foot: Callable[[int, list[Support]], str] | None,
) -> str:
    if fragment.author_id == viewer.pk and own_foot:
        return (
            own_foot(fragment.post_id, supporters.get(fragment.post_id, []))
            if fragment.buttons.strip()
            else ""
        )
    buttons = fragment.buttons
    for post_id, kind in pressed:
        if post_id == fragment.post_id:
            buttons = buttons.replace(
                f'value="{kind}" aria-pressed="false"', f'value="{kind}" aria-pressed="true"'
            )
    return buttons


def news_line() -> str:
    """The line between what was read and what is new."""
    return render_to_string("forum/_news_line.html")


def own_buttons(post_id: int, supporters: list[Support]) -> str:
    """What an author finds under their own post: who answered with a press, edit, and more."""
    return render_to_string(
        "forum/_own_buttons.html",
        {"post_id": post_id, "supporters": supporters, "labels": dict(SupportKind.choices)},
    )


def extras(form: PostForm | None) -> Markup:
    """Draw the folded parts of a composer; remembered while nothing in them was chosen, as they are all alike."""
    chosen = form["notes"].value() or [] if form else []
    plain = form is None or not (form.is_bound or chosen)
    key = (get_language(), form is None or "picture" in form.fields, tuple(topic_names().items()))
    drawn: Markup | None = _extras.get(key) if plain else None
    if drawn is None:
        html = render_to_string("forum/_extras.html", {"form": form or ReplyForm(), "chosen": chosen})
        drawn = Markup(html)  # noqa: S704 drawn by our own template
        if plain:
            _extras.put(key, drawn)
    return drawn


def alias_names(thread: Thread) -> dict[int, tuple[str, int]]:
    """Return the aliases of this thread by member id, kept per version; never leaves the server as it is."""
    key = (thread.pk, thread.version)
    found: dict[int, tuple[str, int]] | None = _aliases.get(key)
    if found is None:
        found = voices_in(thread)
        _aliases.put(key, found)
    return found
