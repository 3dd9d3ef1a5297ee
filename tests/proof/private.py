"""Things that are there and not for somebody, each beside one that is not there at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction

from tests.proof.addresses import arguments_of, filled, routes
from tests.proof.answers import Answer, study
from tests.proof.community import Community, forget

ROLES = ["stranger", "chen", "dana", "mo"]


@dataclass(frozen=True)
class Told:
    """How the answers about a hidden thing and about none differ."""

    role: str
    how: str
    address: str
    difference: str

    def __str__(self) -> str:
        return f"{self.role}: {self.how} {self.address} {self.difference}"


def hidden_from(role: str, community: Community) -> dict[str, list[Any]]:
    """Return what is there and may not be known of by this role, by the argument that names it in an address."""
    from forum.models import Picture, Post
    from notifications.models import Notice
    from people.models import Device, Member, Topic

    people = community.people
    openings = Post.objects.filter(is_opening=True, thread__in=[community.put_away, community.removed_thread])
    hidden: dict[str, list[Any]] = {
        "slug": [community.archived.slug],
        "thread_id": [community.behind.pk, community.put_away.pk, community.removed_thread.pk],
        "post_id": [community.closed_reply.pk, *openings.values_list("pk", flat=True)],
        "picture_id": [Picture.objects.get(post=community.closed_reply).pk],
        "name": [people["gone"].name],
        "notice_id": [Notice.objects.filter(member=people["asha"]).values_list("pk", flat=True)[0]],
        "device_id": [Device.objects.filter(account=people["asha"].account).values_list("pk", flat=True)[0]],
    }
    hidden["support_group_id"] = [community.owls.pk]
    hidden["circle_id"], hidden["schedule_id"] = [community.circle.pk], [community.circle.schedule_id]
    hidden["circle_id"] += [community.held_circle.pk]
    hidden["worry_id"] = [community.worry.pk]
    if role == "stranger":
        hidden["slug"] += [community.members.slug, community.closed.slug]
        hidden["thread_id"].append(community.in_members.pk)
        hidden["name"] += [people["dana"].name, people["vera"].name]
    if role == "dana":  # the rest is as for Chen
        return {
            "thread_id": [community.named.pk],
            "post_id": [community.ashas_reply.pk],
            "picture_id": [Picture.objects.get(post=community.ashas_reply).pk],
            "name": [people["asha"].name],
        }
    hidden["member_id"] = list(Member.objects.values_list("pk", flat=True)[:1])
    hidden["topic_id"] = [Topic.objects.latest("pk").pk]
    return hidden


def like_but_missing(thing: Any) -> Any:
    """Return something of the same form that is nowhere."""
    if isinstance(thing, int):
        return thing + 900_000
    if isinstance(thing, str):
        return ("Zq" if thing[0].isupper() else "zq") + "x" * (len(thing) - 2)
    return uuid4()


def told_apart(community: Community, role: str, only: str = "") -> list[Told]:
    """Ask for every hidden thing at every address that takes one, and for none; return where it can be told."""
    return [
        Told(role, method, address, difference)
        for route, hidden in _places(hidden_from(role, community), only)
        for method in ("GET", "POST")
        for address, difference in _differences(community, role, method, route, hidden)
    ]


def _places(hidden: dict[str, list[Any]], only: str) -> Iterator[tuple[str, list[Any]]]:
    for route in routes():
        arguments = arguments_of(route)
        if len(arguments) == 1 and arguments[0] in hidden and route.startswith(only):
            yield route, hidden[arguments[0]]


def _differences(
    community: Community, role: str, method: str, route: str, hidden: list[Any]
) -> Iterator[tuple[str, str]]:
    none = like_but_missing(hidden[0])
    _answers(community, role, method, filled(route, none), none)  # what is done once only
    expected = _answers(community, role, method, filled(route, none), none)
    for thing in hidden:
        if len(str(thing)) != len(str(none)):
            none = like_but_missing(thing)
            expected = _answers(community, role, method, filled(route, none), none)
        address = filled(route, thing)
        found = _answers(community, role, method, address, thing)
        if _first_difference(found, expected):  # once may be the machine's doing
            expected = _answers(community, role, method, filled(route, none), none)
            found = _answers(community, role, method, address, thing)
            if difference := _first_difference(found, expected):
                yield address, difference


def _first_difference(found: list[Answer], expected: list[Answer]) -> str:
    told = (one.differs_from(other) for one, other in zip(found, expected, strict=True))
    return next(filter(None, told), "")


def _answers(community: Community, role: str, method: str, address: str, asked_for: Any) -> list[Answer]:
    """Return the answer when the product remembers nothing, and the next one, when it remembers what it can."""
    client = community.browsers[role]
    given = {"body": "Some words.", "name": "A name"} if method == "POST" else {}
    ask = getattr(client, method.lower())
    forget()
    with transaction.atomic():
        answers = [study(lambda: ask(address, given), asked_for) for _ in range(2)]
        transaction.set_rollback(True)
    return answers
