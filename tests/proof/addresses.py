"""Every address there is, read from the resolver, with real numbers put in: of things one may see and may not."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from tests.proof.community import Community

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_FEW = 4
Values = dict[str, list[Any]]


def _threads(community: Community) -> list[int]:
    return [
        thread.pk
        for thread in (
            community.named, community.danas, community.shared, community.voice, community.in_members,
            community.behind, community.put_away, community.removed_thread,
        )
    ]  # fmt: skip


def _posts(community: Community) -> list[int]:
    from forum.models import Post

    openings = [community.named, community.voice, community.put_away]
    return [
        *(
            post.pk
            for post in (
                community.ashas_reply, community.danas_reply, community.edited, community.removed,
                community.voice_reply, community.closed_reply, community.held, community.held_voice,
            )
        ),
        *Post.objects.filter(is_opening=True, thread__in=openings).values_list("pk", flat=True),
    ]  # fmt: skip


def _all_of(label: str) -> Callable[[Community], list[Any]]:
    return lambda community: list(apps.get_model(label)._base_manager.values_list("pk", flat=True))


def _worry_cases() -> list[int]:
    cases = apps.get_model("safety.Case").objects.filter(subject_kind="circles.worry")
    return list(cases.values_list("pk", flat=True))


def _all_refs() -> list[str]:
    return list(apps.get_model("calls.Participant")._base_manager.values_list("ref", flat=True)[:_FEW])


VALUES: dict[str, Callable[[Community], list[Any]]] = {
    "slug": lambda its: [space.slug for space in (its.open, its.members, its.closed, its.archived)],
    "thread_id": _threads,
    "post_id": _posts,
    "picture_id": _all_of("forum.Picture"),
    "message_id": lambda its: [
        message.pk
        for message in (
            its.talk_message,
            its.taken_back,
            its.said_before,
            its.shown,
            its.room_message,
            its.circle_message,
        )
    ],
    "conversation_id": lambda its: [
        talk.pk
        for talk in (
            its.talk,
            its.before,
            its.shown_talk,
            its.group,
            its.room,
            its.meeting.room.conversation,
            its.beside,
            its.talk_now.conversation,
        )
    ],
    "group_id": lambda its: [its.group.pk, its.talk.pk],
    "case_id": lambda its: [*_rows_called("case")[: _FEW - 1], its.shown_case.pk, *_worry_cases()],
    "name": lambda its: [its.people[who].name for who in ("asha", "dana", "vera", "ines", "gone")],
    "member_id": lambda its: [its.people[who].pk for who in ("asha", "vera")],
    "token_id": _all_of("people.AccessToken"),
    "token": lambda its: ["not-a-note"],
    "number": _all_of("mfa.Authenticator"),
    "waiting_id": _all_of("circles.Waiting"),
    "insider_id": _all_of("circles.Membership"),
    "circle_id": lambda its: [its.held_circle.pk, its.past_circle.pk, its.circle.pk],
    "support_group_id": _all_of("circles.Group"),
    "kind": lambda its: ["forum.post", "forum.space", "people.member", "nothing"],
    "ref": lambda its: [its.ashas_reply.pk, its.voice_reply.pk, its.closed.slug, its.people["dana"].name],
    "status": lambda its: [400, 403, 404, 413, 429, 500],
    "reference": lambda its: ["0000-0000-0000"],
    "place": lambda its: [f"space-{space.pk}" for space in (its.open, its.closed)],
    "venue_kind": lambda its: ["conversation", "group", "circle", "side_room", "nothing"],
    "venue_id": lambda its: [*_all_of("chat.Conversation")(its)[:_FEW], 1],
    "own_ref": lambda its: [*_all_refs(), "nobody-in-a-call"],
    "concern": lambda its: ["wants_to_die", "child"],
}
"""What to put into an address, by the name of the argument."""

# Only programs ask with these.
FOR_PROGRAMS = {"code": lambda its: ["GB"], "kind": lambda its: ["hear"]}


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Yield every address as it is written in the urls files, included ones with what stands before them."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if "<path:rest>" in route:
            continue  # what programs ask for has addresses of its own, in routes_for_programs
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def routes_for_programs() -> Iterator[str]:
    """Yield every address of the API."""
    from api.v1.app import urlpatterns

    return (f"api/v1/{entry.pattern}" for entry in urlpatterns)


def arguments_of(route: str) -> list[str]:
    """Return the names of what an address takes."""
    return _ARGUMENT.findall(route)


def is_known(argument: str) -> bool:
    """Say whether the proof knows what to put there: rows are found by the name of their model."""
    return argument in VALUES or argument in FOR_PROGRAMS or argument.endswith("_id")


def filled(route: str, *values: Any) -> str:
    """Return the address with these values in it."""
    left = iter(values)
    return "/" + _ARGUMENT.sub(lambda _: quote(str(next(left))), route)


def every_address(community: Community) -> list[str]:
    """Return every address with every value its arguments can take."""
    return _all_filled(routes(), lambda name: _values(community, name))


def one_of_each(community: Community) -> list[str]:
    """Return every address once, with the first of the values its arguments can take."""
    return _all_filled(routes(), lambda name: _values(community, name)[:1])


def api_addresses(community: Community) -> list[str]:
    """Return every address of the API, filled in like the pages' own."""
    return _all_filled(routes_for_programs(), lambda name: _values(community, name, FOR_PROGRAMS))


def _all_filled(routes: Iterable[str], values_of: Callable[[str], list[Any]]) -> list[str]:
    addresses = []
    for route in routes:
        chosen = product(*map(values_of, arguments_of(route)))
        addresses += [filled(route, *values) for values in chosen]
    return list(dict.fromkeys(addresses))


def _values(community: Community, name: str, also: Any = None) -> list[Any]:
    if known := {**VALUES, **(also or {})}.get(name):
        return known(community)
    return _rows_called(name.removesuffix("_id")) or [1]


def _rows_called(name: str) -> list[Any]:
    """Return the first few rows of the model of that name: a case_id is a Case's."""
    for model in apps.get_models():
        if model.__name__.lower() == name.replace("_", ""):
            return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:_FEW])
    return []
