"""Every property of a call is seen to fail when it is broken: one fault planted, one test run, and it has to be red.

A test that stays green for its fault holds nothing. The sealing of frames has its own in tests/journeys.
"""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Subquery
from django.http import Http404

from calls import descriptions, janus, permissions, queries
from calls.actions import exchanges, people, telling
from calls.models import Participant, ParticipantQuerySet, Signal
from calls.tests import test_descriptions as addresses
from calls.tests import test_in_a_call as small
from calls.tests import test_larger_calls as large
from core import sealing

# Their fixtures, for the tests that are run from here.
from calls.tests.test_larger_calls import circle, running, send  # noqa: F401 isort: skip

Patch = pytest.MonkeyPatch
RED = (AssertionError, pytest.fail.Exception, Http404)


def _always(answer: Any) -> Callable[..., Any]:
    return lambda *given, **named: answer


def _meets_everybody(patch: Patch) -> None:
    patch.setattr(
        queries.Gathering,
        "met_by",
        lambda self, viewer, there: [each for each in there if each.member_id != viewer.pk],
    )


def _stored_as_they_come(patch: Patch) -> None:
    patch.setattr(sealing, "seal", lambda text: text)
    patch.setattr(sealing, "unseal", lambda text: text)


def _reaches_every_call(patch: Patch) -> None:
    everybody = lambda self, mine: list(type(mine).objects.exclude(pk=mine.pk))  # noqa: E731
    patch.setattr(queries.Gathering, "others", everybody)


def _takes_what_was_taken(patch: Patch) -> None:
    """Forget between two exchanges what was heard."""
    patch.setattr(exchanges, "_hold", lambda places: {each.pk: 0 for each in places})


def _lets_back_in(patch: Patch) -> None:
    patch.setattr(ParticipantQuerySet, "present", lambda self: self.all())
    patch.setattr(Participant, "removed_at", None)


def _shows_every_feed(patch: Patch) -> None:
    def feeds(mine: Any, *, now: Any) -> dict[str, str]:
        return {each.feed: each.ref for each in mine.call.participants.exclude(pk=mine.pk) if each.feed}

    patch.setattr(queries, "feeds_for", feeds)


def _names_another(patch: Patch) -> None:
    def signals(places: Any) -> dict[int, Any]:
        newest = Participant.objects.order_by("-pk").values("ref")[:1]
        found = {each.pk: Signal.objects.filter(to=each) for each in places}
        return {pk: list(waiting.annotate(sender_ref=Subquery(newest))) for pk, waiting in found.items()}

    patch.setattr(queries, "signals_for", signals)


PLANTED = [
    ("whoever is named has said it", _names_another, small.test_nobody_speaks_in_another_name),
    ("anybody is met", _meets_everybody, small.test_two_who_are_kept_apart_do_not_meet_in_a_call),
    (
        "signals lie open",
        _stored_as_they_come,
        small.test_nothing_readable_of_a_signal_is_in_the_database_and_nothing_at_all_after_the_call,
    ),
    (
        "rows stay",
        lambda patch: patch.setattr(telling, "forget_empty", _always(None)),
        small.test_nothing_readable_of_a_signal_is_in_the_database_and_nothing_at_all_after_the_call,
    ),
    ("other calls are reached", _reaches_every_call, small.test_nobody_says_anything_into_another_call),
    (
        "locks do not hold",
        lambda patch: patch.setattr(permissions, "can_come", _always(True)),
        small.test_a_locked_call_takes_nobody_new_and_whoever_was_there_comes_back,
    ),
    (
        "signals are taken twice",
        _takes_what_was_taken,
        small.test_signals_arrive_once_and_in_order_however_often_they_are_sent,
    ),
    (
        "who waits may talk",
        lambda patch: patch.setattr(permissions, "can_talk", _always(True)),
        small.test_whoever_waits_at_the_door_reaches_nobody_and_learns_of_nobody,
    ),
    ("who was put out is there", _lets_back_in, small.test_whoever_was_put_out_has_no_way_back_and_no_relay),
    (
        "calls without a relay",
        lambda patch: patch.setattr(permissions, "is_possible", _always(True)),
        small.test_without_a_relay_there_is_no_call_at_all,
    ),
    (
        "nobody is put out",
        lambda patch: patch.setattr(people, "recheck", _always(None)),
        small.test_whoever_may_not_be_there_any_more_is_out_at_once,
    ),
    (
        "silence is company",
        lambda patch: patch.setattr(exchanges, "forget_silent_in", _always([])),
        small.test_whoever_falls_silent_has_gone_and_the_last_one_takes_the_call_along,
    ),
    (
        "any address passes",
        lambda patch: patch.setattr(descriptions, "_is_ours", _always(True)),
        addresses.test_of_a_description_only_the_relays_address_is_left,
    ),
    (
        "any line passes",
        lambda patch: patch.setattr(descriptions, "_clean_attribute", lambda rest, *more: f"a={rest}"),
        addresses.test_of_a_description_only_the_relays_address_is_left,
    ),
    (
        "every feed is had",
        _shows_every_feed,
        large.test_each_hears_those_it_meets_and_learns_no_address_but_the_servers,
    ),
    (
        "lines outlive their owners",
        lambda patch: patch.setattr(janus, "hang_up", _always(None)),
        large.test_the_media_server_lets_go_of_who_goes_and_of_the_room_with_the_last,
    ),
    (
        "rooms outlive calls",
        lambda patch: patch.setattr(janus, "close_room", _always(None)),
        large.test_the_media_server_lets_go_of_who_goes_and_of_the_room_with_the_last,
    ),
    (
        "rooms need no token",
        lambda patch: patch.setitem(janus.ROOM, "signed_tokens", False),
        large.test_without_the_right_token_nothing_is_answered,
    ),
]


@pytest.mark.parametrize(("fault", "plant", "test"), PLANTED, ids=[fault for fault, _, _ in PLANTED])
@pytest.mark.django_db(transaction=True)
def test_each_fault_is_seen(
    fault: str, plant: Callable[[Patch], Any], test: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    given = {name: request.getfixturevalue(name) for name in inspect.signature(test).parameters}

    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        with pytest.raises(RED):
            test(**given)
