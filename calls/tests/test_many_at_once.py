"""Many calls that begin in the same minute: what an exchange costs, what can wait, and that nobody counts as gone."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calls import actions, queries, together
from calls.actions import Said, exchanges
from calls.actions.presence import AT_ONCE
from calls.models import Participant, Signal
from calls.tests.conftest import Room
from config.asgi import _can_wait, _comes, _stood_too_long
from config.bridge import Answer, Pages
from config.wsgi import application

Tell = Callable[..., list[Signal]]
Environ = dict[str, Any]
Asks = Callable[..., Environ]
TOKEN = 4 * "madeup42"


def test_whoever_says_nothing_new_costs_two_questions_and_writes_nothing(
    room: Room, tell: Tell, asha: Any, ben: Any
) -> None:
    mine = room.enter(asha)
    room.enter(ben)
    tell(mine)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        tell(mine)

    assert [each["sql"][:6] for each in asked] == ["SELECT"] * 2


def test_much_that_is_said_at_once_is_written_at_once(room: Room, tell: Tell, asha: Any, ben: Any) -> None:
    mine, other = room.enter(asha), room.enter(ben)
    tell(mine)

    with CaptureQueriesContext(connection) as asked:
        tell(mine, *(Said(number, other.ref, "key", "{}") for number in range(1, 33)))

    written = [each["sql"] for each in asked if each["sql"].startswith("INSERT")]
    assert len(written) == 1 and Signal.objects.count() == 32


def test_exchanges_and_signs_of_life_can_wait_and_whoever_comes_in_cannot() -> None:
    ref = "a-place-in-a-call-1234"

    assert all(_can_wait(f"/calls/mine/{ref}/{what}/") for what in ("exchange", "here"))
    assert not any(_can_wait(f"/calls/mine/{ref}/{what}/") for what in ("leave", "renew", "host", "media"))
    assert not any(_can_wait(path) for path in ("/calls/table/1/join/", "/calls/table/1/", "/"))
    assert _comes("/calls/table/1/join/") and not _comes("/calls/table/1/")


def test_nobody_counts_as_gone_because_the_lane_was_long(room: Room, tell: Tell, asha: Any, ben: Any) -> None:
    now = timezone.now()
    mine, waits = room.enter(asha, now=now), room.enter(ben, now=now)
    tell(mine, now=now)

    for seconds in (40, 80, 120):
        _stood_too_long(f"/calls/mine/{waits.ref}/exchange/")
        tell(mine, now=now + timedelta(seconds=seconds))

    there = queries.others(mine, now=now + timedelta(seconds=121))
    assert [each.pk for each in there] == [waits.pk]
    actions.forget_silent(now=now + timedelta(seconds=121))
    assert Participant.objects.count() == 2


def test_signs_of_life_of_very_many_are_written_in_bites(room: Room, asha: Any, ben: Any) -> None:
    now = timezone.now()
    mine, other = room.enter(asha, now=now), room.enter(ben, now=now)
    for number in range(2 * AT_ONCE):
        actions.note_waiting(f"somebody-elsewhere-{number}")
    actions.note_waiting(other.ref)

    with CaptureQueriesContext(connection) as asked:
        actions.note_here(mine, now=now + timedelta(seconds=60))

    assert [each["sql"][:6] for each in asked] == ["UPDATE"] * 3 + ["SELECT"]
    assert {each.seen_at for each in Participant.objects.all()} == {now + timedelta(seconds=60)}


# ---- answered together -----------------------------------------------------------------------------------------


@pytest.fixture
def asks() -> Asks:
    """Return a function that makes the request by which a member's page asks something, as the server gets it."""
    keys: dict[int, str] = {}

    def make(member: Any, path: str, told: Any = None, **headers: str) -> Environ:
        if member.pk not in keys:
            keys[member.pk] = session_of(member)
        cookies = f"session={keys[member.pk]}; csrftoken={TOKEN}"
        body = b"" if told is None else json.dumps(told).encode()
        request = RequestFactory().post(path, body, "application/json", headers={"X-CSRFToken": TOKEN})
        return request.environ | {"HTTP_COOKIE": cookies, "body": body} | headers

    return make


def session_of(member: Any) -> str:
    client = Client()
    client.force_login(member.account, "people.backends.NameBackend")
    return client.cookies["session"].value


def answers_to(*requests: Environ, gathers: bool = True) -> list[tuple[int, dict[str, str], Any]]:
    """Return status, headers and what was said, as the server answers these together, or each by itself."""
    pages = Pages(application, threads=0, together=together if gathers else None)
    answers = [Answer(None, None) for _ in requests]  # type: ignore[arg-type]
    environs = [each | {"wsgi.input": BytesIO(each["body"])} for each in requests]
    with connection_kept():
        pages._respond_to_all(list(zip(environs, answers, strict=True)))
    return [told_by(answer) for answer in answers]


@contextmanager
def connection_kept() -> Iterator[None]:
    """Keep the connection over requests, as Django's own client does: it holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def told_by(answer: Answer) -> tuple[int, dict[str, str], Any]:
    assert answer._head and not answer.broken
    headers = {name.decode(): value.decode() for name, value in answer._head["headers"]}
    body = b"".join(answer._pieces)
    assert headers.get("content-length", str(len(body))) == str(len(body))
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    is_json = headers.get("content-type", "").startswith("application/json")
    return answer._head["status"], headers, json.loads(body) if is_json else body


def exchange_of(number: int = 0, to: str = "", **more: Any) -> dict[str, Any]:
    said = [{"number": number, "to": to, "kind": "key", "body": {"step": "commit", "value": f"{number}"}}]
    return {"said": said if to else [], "fetched": [], "way": "voice", "muted": False} | more


def test_whoever_is_answered_together_gets_what_they_would_get_alone(
    room: Room, asks: Asks, asha: Any, ben: Any, chen: Any, dana: Any
) -> None:
    mine, other, _ = room.enter(asha), room.enter(ben), room.enter(dana)
    path, elsewhere = f"/calls/mine/{mine.ref}/exchange/", f"/calls/mine/{other.ref}/exchange/"
    requests = [
        asks(asha, path, exchange_of()),
        asks(asha, f"/calls/mine/{mine.ref}/here/"),
        asks(asha, path, exchange_of(), HTTP_ACCEPT_ENCODING="gzip"),
        asks(chen, elsewhere, exchange_of()),
        asks(asha, elsewhere, exchange_of()),
        asks(asha, path, {"said": "words"}),
        asks(asha, path, exchange_of(), HTTP_X_CSRFTOKEN="forged"),
        asks(asha, path, exchange_of(), HTTP_COOKIE=f"csrftoken={TOKEN}"),
        asks(asha, path, exchange_of(), REQUEST_METHOD="GET"),
        asks(asha, path, exchange_of(), HTTP_HOST="elsewhere.example"),
        asks(asha, path, exchange_of(1, "nobody-at-all-1234567")),
        asks(chen, f"/calls/mine/{other.ref}/here/"),
    ]

    for each in requests:
        answers_to(each, gathers=False)  # the first one of a day leaves its mark in the session
    alone = [answers_to(each, gathers=False)[0] for each in requests]
    gathered = answers_to(*requests)

    assert [each[0] for each in gathered] == [200, 200, 200, 404, 404, 422, 403, 403, 405, 400, 200, 404]
    assert [each[0] for each in alone] == [each[0] for each in gathered]
    assert [each[2] for each in alone if each[0] == 200] == [each[2] for each in gathered if each[0] == 200]
    for one, another in zip(alone, gathered, strict=True):
        if one[0] != 404:  # pages say more of it; a script asks for the number only
            assert one[1].keys() == another[1].keys()
            assert one[1].get("cache-control") == another[1].get("cache-control")
    assert gathered[0][2]["there"][0]["ref"] == other.ref
    assert gathered[2][1]["content-encoding"] == "gzip"


def test_what_is_said_in_a_group_has_arrived_with_the_same_answers_once_and_in_order(
    room: Room, asks: Asks, asha: Any, ben: Any
) -> None:
    mine, other = room.enter(asha), room.enter(ben)
    path, elsewhere = f"/calls/mine/{mine.ref}/exchange/", f"/calls/mine/{other.ref}/exchange/"

    told = answers_to(
        asks(ben, elsewhere, exchange_of(1, mine.ref)),
        asks(asha, path, exchange_of(1, other.ref)),
        asks(asha, path, exchange_of(1, other.ref)),
        asks(asha, path, exchange_of(2, other.ref)),
        asks(ben, f"/calls/mine/{other.ref}/here/"),
    )

    assert [signal["from"] for signal in told[1][2]["signals"]] == [other.ref]
    assert told[4][2] == {"news": True}
    values = [json.loads(each.body)["value"] for each in Signal.objects.filter(to=other)]
    assert values == ["1", "2"]


def test_one_that_is_refused_keeps_nobody_in_its_group_from_being_heard(
    room: Room, asks: Asks, asha: Any, ben: Any, chen: Any, dana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanges, "MOST_WAITING", 3)
    mine, other, talker = room.enter(asha), room.enter(ben), room.enter(chen)
    stranger = actions.join(room.find(2, dana), member=dana, way="voice", now=timezone.now())
    much = {"said": [*(exchange_of(n, mine.ref)["said"][0] for n in range(1, 5))], "way": "camera"}

    told = answers_to(
        asks(asha, f"/calls/mine/{mine.ref}/exchange/", exchange_of(1, stranger.ref)),
        asks(chen, f"/calls/mine/{talker.ref}/exchange/", much),
        asks(ben, f"/calls/mine/{other.ref}/exchange/", exchange_of(1, mine.ref)),
    )

    assert [each[0] for each in told] == [404, 429, 200]
    assert [each.sender_id for each in Signal.objects.all()] == [other.pk]
    talker.refresh_from_db()
    assert (talker.way, talker.heard) == ("voice", 0), "nothing of it was taken"


def test_nobody_says_for_another_that_something_has_arrived(
    room: Room, asks: Asks, asha: Any, ben: Any, chen: Any
) -> None:
    mine, other, third = room.enter(asha), room.enter(ben), room.enter(chen)
    answers_to(asks(asha, f"/calls/mine/{mine.ref}/exchange/", exchange_of(1, other.ref)))
    waiting = Signal.objects.get()

    told = answers_to(
        asks(chen, f"/calls/mine/{third.ref}/exchange/", exchange_of(fetched=[waiting.pk])),
        asks(ben, f"/calls/mine/{other.ref}/exchange/", exchange_of()),
    )

    assert [each["id"] for each in told[1][2]["signals"]] == [waiting.pk]
    answers_to(asks(ben, f"/calls/mine/{other.ref}/exchange/", exchange_of(fetched=[waiting.pk])))
    assert not Signal.objects.exists()


def test_many_exchanges_cost_as_many_questions_as_one(
    room: Room, asks: Asks, asha: Any, ben: Any, chen: Any, dana: Any
) -> None:
    places = [room.enter(member) for member in (asha, ben, chen, dana)]
    others = [places[-1], *places[:-1]]

    def requests(number: int, count: int) -> list[Environ]:
        return [
            asks(place.member, f"/calls/mine/{place.ref}/exchange/", exchange_of(number, other.ref))
            for place, other in zip(places[:count], others, strict=False)
        ]

    answers_to(*requests(1, len(places)))
    asked = []
    for number, count in ((2, 1), (3, len(places))):
        made = requests(number, count)
        with CaptureQueriesContext(connection) as found:
            assert {each[0] for each in answers_to(*made)} == {200}
        asked.append([each["sql"].split(": ")[-1][:6] for each in found if "calls_" in each["sql"]])

    assert asked[0] == asked[1]


def test_those_who_come_at_once_are_let_in_in_the_order_in_which_they_came_and_no_more_than_fit(
    room: Room, asks: Asks, asha: Any, ben: Any, chen: Any, dana: Any
) -> None:
    room.facts["most"] = 2
    first = room.enter(asha)
    room.kept_out.add(dana.pk)
    comes = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "body": b"way=voice"}

    told = answers_to(
        *(asks(member, "/calls/room/1/join/", **comes) for member in (ben, chen, dana, asha)),
        asks(chen, "/calls/room/2/join/", **comes),
    )

    assert [each[0] for each in told] == [200, 409, 404, 200, 200]
    assert told[1][2]["problem"] == "As many are in this call as fit."
    there = {each.member_id: each.ref for each in Participant.objects.filter(call__venue_id=1)}
    assert there == {ben.pk: told[0][2]["ref"], asha.pk: told[3][2]["ref"]}
    assert not Participant.objects.filter(pk=first.pk).exists(), "they go on with this browser"
    assert [each["ref"] for each in told[3][2]["there"]] == [told[0][2]["ref"]]
    assert told[0][2]["ice"]["iceTransportPolicy"] == "relay"
    assert told[4][2]["there"] == []


def test_many_who_come_at_once_cost_as_many_questions_as_one(
    room: Room, asks: Asks, asha: Any, ben: Any, chen: Any, dana: Any
) -> None:
    comes = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "body": b"way=voice"}
    asked = []

    for venue, members in ((1, [asha]), (2, [asha, ben, chen, dana])):
        requests = [asks(member, f"/calls/room/{venue}/join/", **comes) for member in members]
        with CaptureQueriesContext(connection) as found:
            assert {each[0] for each in answers_to(*requests)} == {200}
        asked.append([each["sql"][:6] for each in found if "calls_" in each["sql"]])

    assert asked[0] == asked[1]


def test_what_breaks_for_one_breaks_for_one_alone(
    room: Room, asks: Asks, asha: Any, ben: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = room.enter(asha), room.enter(ben)
    real = together.state_of

    def state_of(place: Participant, *given: Any) -> dict[str, Any]:
        if place.pk == mine.pk:
            raise RuntimeError
        return real(place, *given)

    monkeypatch.setattr(together, "state_of", state_of)

    told = answers_to(
        asks(asha, f"/calls/mine/{mine.ref}/exchange/", exchange_of(1, other.ref)),
        asks(ben, f"/calls/mine/{other.ref}/exchange/", exchange_of()),
    )

    assert [each[0] for each in told] == [500, 200]
    assert len(told[1][2]["signals"]) == 1


def test_nobody_is_woken_for_what_their_answer_brought(
    room: Room, asks: Asks, asha: Any, ben: Any, chen: Any, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    mine, other, third = room.enter(asha), room.enter(ben), room.enter(chen)
    woken: list[str] = []
    monkeypatch.setattr("calls.events.whisper", lambda channel, *more: woken.append(channel))
    said = [exchange_of(1, other.ref)["said"][0], exchange_of(2, third.ref)["said"][0]]

    with django_capture_on_commit_callbacks(execute=True):
        answers_to(
            asks(asha, f"/calls/mine/{mine.ref}/exchange/", exchange_of(said=said)),
            asks(ben, f"/calls/mine/{other.ref}/exchange/", exchange_of()),
        )

    assert woken == [f"member:{third.member_id}"]
