"""Leaks made on purpose, one in each way something can come out: the scan must turn red for each."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from people.models import Audience
from tests.proof import scan
from tests.proof.community import Community
from tests.proof.walk import PIECE, Walk

Patch = Any  # a pytest.MonkeyPatch
Look = Callable[[Walk, list[str]], None]
Plant = Callable[[Patch, Community], None]


@dataclass(frozen=True)
class Fault:
    """A fault in the product, how it is looked for, and one thing that must be found."""

    name: str
    plant: Plant
    look: Look
    role: str
    secret: str


def _wrapped(patch: Patch, place: Any, name: str, change: Callable[..., Any]) -> None:
    """Have a function of the product return what `change` makes of its answer and its arguments."""
    original = getattr(place, name)
    patch.setattr(place, name, lambda *args, **kwargs: change(original(*args, **kwargs), *args))


def _put(place: str, instead: Any) -> Plant:
    """Return a fault: something else stands in the place of one name of the product."""
    return lambda patch, community: patch.setattr(place, instead)


def _any_attachment(number: Any, **how: Any) -> Any:
    from chat.models import Attachment

    return Attachment.objects.get(pk=number)


def _all_rows(account: Any, model: Any, *rest: Any) -> Any:
    return model._base_manager.all()


def _author_in_the_page(patch: Patch, community: Community) -> None:
    from forum import fragments

    def marked(drawn: Any, post: Any, *rest: Any) -> Any:
        return replace(
            drawn, head=drawn.head.replace("<article", f'<article data-by="{post.author.name}"', 1)
        )

    _wrapped(patch, fragments, "_draw", marked)


def _author_as_a_hash(patch: Patch, community: Community) -> None:
    from hashlib import sha256

    from forum import fragments

    def marked(drawn: Any, post: Any, *rest: Any) -> Any:
        mark = sha256(str(post.author_id).encode()).hexdigest()
        return replace(drawn, head=drawn.head.replace("<article", f'<article data-key="{mark}"', 1))

    _wrapped(patch, fragments, "_draw", marked)


def _authors_own_picture(patch: Patch, community: Community) -> None:
    from forum.models import Alias

    Alias.objects.filter(member=community.people["vera"]).update(
        avatar_seed=community.people["vera"].avatar_seed
    )


def _account_in_a_header(patch: Patch, community: Community) -> None:
    from forum.views import threads

    def marked(response: Any, request: Any, thread: Any, *rest: Any) -> Any:
        response["X-Thread"] = f"t-{thread.author.account_id}"
        return response

    _wrapped(patch, threads, "thread_page", marked)


def _seconds_in_a_header(patch: Patch, community: Community) -> None:
    from django.utils.http import http_date

    from forum.views import threads

    def marked(response: Any, request: Any, thread: Any, *rest: Any) -> Any:
        response["Last-Modified"] = http_date(thread.created_at.timestamp())
        return response

    _wrapped(patch, threads, "thread_page", marked)


def _author_in_a_list(patch: Patch, community: Community) -> None:
    from forum.queries import feeds

    _wrapped(patch, feeds, "_row", lambda row, values: replace(row, name=f"{row.name} ({values[6]})"))


def _author_in_a_notice(patch: Patch, community: Community) -> None:
    from forum import notifications

    def named(lines: Any, notices: Any, *rest: Any) -> Any:
        from forum.models import Post

        posts = {post.pk: post for post in Post.objects.filter(pk__in=[one.subject_id for one in notices])}
        return {one.pk: replace(lines[one.pk], text=f"{lines[one.pk].text} ({posts[one.subject_id].author.name})")
                for one in notices if one.pk in lines and one.subject_id in posts}  # fmt: skip

    _wrapped(patch, notifications, "_describe", named)


def _held_words(patch: Patch, community: Community) -> None:
    from forum.models.posts import PostQuerySet

    for kept_away in ("not_held", "standing"):
        patch.setattr(PostQuerySet, kept_away, lambda self: self)


def _everybodys_draft(patch: Patch, community: Community) -> None:
    from forum import queries
    from forum.models import Draft

    patch.setattr(queries, "composer_draft", lambda member, **place: Draft.objects.filter(**place).first())
    _wrapped(patch, queries, "get_standing", lambda standing, *rest: replace(standing, has_draft=True))


def _words_in_a_missing_page(patch: Patch, community: Community) -> None:
    from core import errors

    def helpful(response: Any, *rest: Any) -> Any:
        response.content += f"<!-- not {community.behind.title} -->".encode()
        return response

    _wrapped(patch, errors, "_page", helpful)


def _words_in_a_broken_page(patch: Patch, community: Community) -> None:
    from core import errors

    def talkative(response: Any, *rest: Any) -> Any:
        response.content += str(sys.exc_info()[1]).encode()
        return response

    _wrapped(patch, errors, "_page", talkative)


def _numbers_in_the_log(patch: Patch, community: Community) -> None:
    from forum.views import threads

    def noted(response: Any, request: Any, *rest: Any) -> Any:
        logger = logging.getLogger("hearthside.threads")
        logger.info("Shown to account %d", request.member.account_id if request.member else 0)
        return response

    _wrapped(patch, threads, "thread_page", noted)


def _more_than_was_shown(patch: Patch, community: Community) -> None:
    from chat import moderation
    from chat.models import Message

    def all_of_it(drawn: Any, subject: Any, *rest: Any) -> Any:
        return drawn + " ".join(message.body for message in Message.objects.all())

    _wrapped(patch, moderation, "render_to_string", all_of_it)


def _side_rooms_for_all(patch: Patch, community: Community) -> None:
    from chat import room_places
    from circles import rooms

    def anybody(viewer: Any, number: int) -> Any:
        return rooms.RoomPlace(f"side_room:{number}", "A circle", "/circles/")

    patch.setitem(room_places._kinds, "side_room", replace(room_places._kinds["side_room"], find=anybody))


def _own_names_in_a_group(patch: Patch, community: Community) -> None:
    from circles import voices

    def told(voice: Any, membership: Any, *rest: Any) -> Any:
        return replace(voice, name=f"{voice.name} ({membership.member.name})")

    original = voices.voice_of
    for place in (voices, groups_of_circles()):
        patch.setattr(place, "voice_of", lambda *args: told(original(*args), *args))


def groups_of_circles() -> Any:
    from circles.queries import groups

    return groups


def _anybody_sits_with_a_listener(patch: Patch, community: Community) -> None:
    from chat.models import Seat

    Seat.objects.create(conversation=community.talk_now.conversation, member=community.people["clara"])


def _name_in_a_cookie(patch: Patch, community: Community) -> None:
    from forum.views import posts

    def remembered(response: Any, request: Any, template: str, context: Any) -> Any:
        response.set_cookie("last", context["post"].author.name)
        return response

    _wrapped(patch, posts, "render", remembered)


def _name_in_json(patch: Patch, community: Community) -> None:
    from live import health

    answer = health.JsonResponse
    patch.setattr(
        health, "JsonResponse", lambda data, **more: answer({**data, "newest": "Verabelle"}, **more)
    )


def _session_key_shown(patch: Patch, community: Community) -> None:
    from django.contrib.sessions.models import Session

    from people.views import members

    def talkative(response: Any, *rest: Any) -> Any:
        response.content += " ".join(Session.objects.values_list("session_key", flat=True)).encode()
        return response

    _wrapped(patch, members, "_page", talkative)


def _at(*places: str) -> Look:
    """Look at some of the addresses only, in every way the scan looks at all of them."""

    def look(walk: Walk, roles: list[str]) -> None:
        known = {
            name: getattr(walk.community, name).pk
            for name in (
                "voice",
                "shared",
                "named",
                "voice_reply",
                "removed",
                "before",
                "unheard",
                "shown_case",
                "held_circle",
                "past_circle",
                "beside",
                "larks",
                "meeting",
            )
        }
        known["room_file"] = walk.community.room_message.attachments.get(kind="picture").pk
        known["talk_with_a_listener"] = walk.community.talk_now.conversation_id
        scan.pages(walk, [place.format(**known) for place in places], roles)

    return look


def _panel_of_the_circle(walk: Walk, roles: list[str]) -> None:
    for role in roles:
        walk.ask(role, f"/circles/{walk.community.held_circle.pk}/panel/", headers=PIECE)


def _searching(walk: Walk, roles: list[str]) -> None:
    for role in roles:
        walk.ask(role, "/search/?q=behind")


def _following_links(walk: Walk, roles: list[str]) -> None:
    for role in roles:
        walk.crawl(role, "/spaces/", at_most=60)


# Faults that put something else in the place of one name.


def _blocks_forgotten(patch: Patch, community: Community) -> None:
    """Have nobody know whom they are apart from, however they are read."""
    for name in ("people.models.distance.hidden_pairs", "people.queries.viewers.hidden_pairs"):
        patch.setattr(name, lambda member_ids: ())


_passages_that_changed = _put("forum.fragments.passage_of", lambda quoted, text: text)
_profile_for_everyone = _put(
    "people.queries.members._audiences_including", lambda member, viewer: set(Audience)
)
_closed_doors_searched = _put("forum.models.spaces.SpaceQuerySet.readable_by", lambda self, viewer: self)
_open_doors = _put("forum.permissions.can_read_any", lambda viewer, space: True)
_words_in_the_log = _put("core.logs.WordlessFormatter.format", logging.Formatter.format)
_everybodys_rows_exported = _put("people.exporting.archive.rows_of", _all_rows)
_requests_of_all = _put("chat.models.requests.RequestQuerySet.delivered", lambda self: self)
_everybody_holds_the_circle = _put("circles.permissions.holds_circle", lambda mine, presence: True)
_records_for_all_inside = _put(
    "circles.queries.circles.CircleStanding.holds", property(lambda standing: True)
)
_removed_words = _put("forum.models.posts.PostQuerySet.standing", lambda self: self)
_files_for_everybody = _put("chat.queries.get_attachment", _any_attachment)
_everybody_leads = _put("listening.permissions.can_read_notes", lambda viewer: True)

FAULTS = [
    Fault("the author's name beside an anonymous post", _author_in_the_page, _at("/threads/{voice}/"),
          "chen", "who an anonymous voice is"),
    Fault("the author's number, hashed", _author_as_a_hash, _at("/posts/{voice_reply}/fragment/"),
          "chen", "who an anonymous voice is"),
    Fault("the author's own picture", _authors_own_picture, _at("/threads/{shared}/"),
          "mo", "who an anonymous voice is"),
    Fault("an account number in a header", _account_in_a_header, _at("/threads/{voice}/"),
          "stranger", "numbers of an anonymous voice"),
    Fault("the second of a post in a header", _seconds_in_a_header, _at("/threads/{voice}/"),
          "chen", "the second of an anonymous voice"),
    Fault("the author in a list of threads", _author_in_a_list, _at("/spaces/courtyard/"),
          "stranger", "who an anonymous voice is"),
    Fault("the author in a notice", _author_in_a_notice, _at("/notices/"),
          "asha", "who an anonymous voice is"),
    Fault("a name in a cookie", _name_in_a_cookie, _at("/posts/{voice_reply}/"),
          "ines", "who an anonymous voice is"),
    Fault("a name in JSON", _name_in_json, _at("/healthz"), "stranger", "that the voice's owner exists"),
    Fault("blocks that are not kept", _blocks_forgotten, _at("/threads/{shared}/", "/members/Ashavari/"),
          "dana", "Asha, under her name"),
    Fault("blocks that leave a conversation open", _blocks_forgotten, _at("/conversations/{before}/"),
          "dana", "what Asha said to Dana"),
    Fault("a request from somebody one never spoke to", _requests_of_all, _at("/conversations/requests/{unheard}/"),
          "chen", "a request nobody is shown"),
    Fault("more of a conversation than was shown to staff", _more_than_was_shown, _at("/desk/{shown_case}/"),
          "mo", "what was not shown to staff"),
    Fault("a file of a room behind a door", _files_for_everybody,
          _at("/conversations/files/{room_file}/"), "chen", "files in a room behind a door"),
    Fault("a third in a talk with a listener", _anybody_sits_with_a_listener,
          _at("/conversations/{talk_with_a_listener}/"), "clara", "what is said to a listener"),
    Fault("a listener's note for everybody at the desk", _everybody_leads,
          _at("/listening/notes/"), "mo", "a note for whoever leads"),
    Fault("a note for help before the whole circle", _everybody_holds_the_circle, _panel_of_the_circle,
          "vera", "a note for help"),
    Fault("a side room for the whole circle", _side_rooms_for_all, _at("/conversations/{beside}/"),
          "asha", "what is said beside a circle"),
    Fault("the record before all in the group", _records_for_all_inside, _at("/circles/{past_circle}/record/"),
          "asha", "words of a record"),
    Fault("whose a name in a group is", _own_names_in_a_group, _at("/support-groups/{larks}/"),
          "asha", "whose a name in a group is"),
    Fault("a removed reply", _removed_words, _at("/members/Ashavari/"), "chen", "a removed reply"),
    Fault("a held reply", _held_words, _at("/members/Chenoa/"), "ines", "a held reply"),
    Fault("words that were changed, where they are quoted", _passages_that_changed, _at("/threads/{shared}/"),
          "chen", "what was quoted and changed"),
    Fault("another's draft in the box", _everybodys_draft, _at("/threads/{shared}/"), "chen", "a draft"),
    Fault("a profile without its audiences", _profile_for_everyone, _at("/members/Ashavari/"),
          "chen", "experience for oneself only"),
    Fault("a search behind closed doors", _closed_doors_searched, _searching,
          "chen", "words in a space by request"),
    Fault("doors that stand open", _open_doors, _following_links, "mo", "words in a space by request"),
    Fault("a missing page that knows what is missing", _words_in_a_missing_page, scan.error_pages,
          "chen", "words in a space by request"),
    Fault("a broken page that says why", _words_in_a_broken_page, scan.broken_pages, "stranger", "a draft"),
    Fault("words in the log", _words_in_the_log, scan.broken_pages, "log", "a draft"),
    Fault("an account number in the log", _numbers_in_the_log, _at("/threads/{voice}/"), "log", "account numbers"),
    Fault("everybody's rows in an export", _everybodys_rows_exported, scan.exports, "chen", "a draft"),
    Fault("keys on a page", _session_key_shown, _at("/members/Verabelle/"), "chen", "keys to accounts"),
]  # fmt: skip
