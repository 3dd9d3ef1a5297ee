"""Coming, telling each other things, being let in and put out, going: what each may, and what is left of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from calls import actions, queries
from calls.actions import Said
from calls.models import Call, Participant, Signal
from calls.tests.conftest import Room
from calls.venues import Face
from people.actions import block

Tell = Callable[..., list[Signal]]


def key(number: int, to: Participant, body: str = "{}") -> Said:
    return Said(number, to.ref, "key", body)


def test_signals_arrive_once_and_in_order_however_often_they_are_sent(
    room: Room, tell: Tell, asha: Any, ben: Any
) -> None:
    first, second = room.enter(asha), room.enter(ben)
    batch = [key(number, second, f'{{"n":{number}}}') for number in (1, 2, 3)]

    for _ in range(2):
        tell(first, *batch)
    tell(first, key(4, second, '{"n":4}'))
    waiting = tell(second)

    assert [each.body for each in waiting] == [f'{{"n":{number}}}' for number in (1, 2, 3, 4)]
    assert tell(second) == waiting, "what was not said to be fetched waits"
    assert tell(second, fetched=[each.pk for each in waiting]) == []


def test_nothing_readable_of_a_signal_is_in_the_database_and_nothing_at_all_after_the_call(
    room: Room, tell: Tell, asha: Any, ben: Any
) -> None:
    first, second = room.enter(asha), room.enter(ben)
    tell(first, key(1, second, '{"value":"kingfisher"}'))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM calls_signal")
        stored = cursor.fetchall()

    actions.leave(first)
    actions.leave(second)

    assert len(stored) == 1 and "kingfisher" not in stored[0][0]
    assert not (Call.objects.exists() or Participant.objects.exists() or Signal.objects.exists())


def test_nobody_says_anything_into_another_call(
    room: Room, tell: Tell, asha: Any, ben: Any, chen: Any
) -> None:
    mine, elsewhere = (
        room.enter(asha),
        actions.join(room.find(2, chen), member=chen, way="voice", now=timezone.now()),
    )

    with pytest.raises(Http404):
        tell(mine, key(1, elsewhere))

    assert not Signal.objects.exists()
    assert queries.others(mine, now=timezone.now()) == []


def test_nobody_speaks_in_another_name(room: Room, asha: Any, ben: Any, chen: Any, browser_of: Any) -> None:
    mine, other, third = room.enter(asha), room.enter(ben), room.enter(chen)
    said = {"number": 1, "to": other.ref, "kind": "key", "body": {"step": "commit"}, "from": third.ref}

    for browser, place, words in ((browser_of(asha), mine, [said]), (browser_of(ben), other, [])):
        state = browser.post(
            f"/calls/mine/{place.ref}/exchange/",
            {"way": "voice", "said": words},
            content_type="application/json",
        ).json()

    assert [each["from"] for each in state["signals"]] == [mine.ref]


def test_whoever_waits_at_the_door_reaches_nobody_and_learns_of_nobody(
    room: Room, tell: Tell, asha: Any, ben: Any, browser_of: Any
) -> None:
    room.facts |= {"has_waiting_room": True}
    room.hosts = {asha.pk}
    host, waiting = room.enter(asha), room.enter(ben)
    browser = browser_of(ben)

    with pytest.raises(PermissionDenied):
        tell(waiting, key(1, host))
    with pytest.raises(Http404):
        tell(host, key(1, waiting))
    state = browser.post(
        f"/calls/mine/{waiting.ref}/exchange/", {"way": "voice"}, content_type="application/json"
    ).json()
    refused = browser.post(f"/calls/mine/{waiting.ref}/renew/")

    assert state == {"call": waiting.call_id, "ref": waiting.ref, "waits": True, "signals": [], "refused": 0}
    assert refused.status_code == 403
    with pytest.raises(PermissionDenied):
        actions.admit(waiting, waiting.ref, host=room.find(1, ben), now=timezone.now())
    actions.admit(host, waiting.ref, host=room.find(1, asha), now=timezone.now())
    waiting.refresh_from_db()
    assert [each.member for each in queries.others(waiting, now=timezone.now())] == [asha]


def test_a_host_has_those_who_come_wait_at_the_door_until_they_are_let_in(
    room: Room, tell: Tell, asha: Any, ben: Any, chen: Any, browser_of: Any
) -> None:
    room.hosts = {asha.pk}
    host, inside = room.enter(asha), room.enter(ben)
    browser, page = browser_of(asha), f"/calls/mine/{host.ref}/"
    with pytest.raises(PermissionDenied):
        actions.ask_to_wait(inside, host=room.find(1, ben), is_asked=True, now=timezone.now())

    browser.post(f"{page}host/", {"deed": "wait"})
    waiting, again = room.enter(chen), room.enter(ben)

    assert waiting.admitted_at is None and again.admitted_at, "whoever was inside already comes back"
    state = browser.post(f"{page}exchange/", {"way": "voice"}, content_type="application/json").json()
    assert [each["name"] for each in state["door"]] == ["Chen"] and state["asked_to_wait"]
    with pytest.raises(PermissionDenied):
        tell(waiting, key(1, host))
    browser.post(f"{page}host/", {"deed": "admit", "ref": waiting.ref})
    actions.leave(again)
    browser.post(f"{page}host/", {"deed": "no_wait"})
    assert room.enter(ben).admitted_at
    assert {each.member for each in queries.others(host, now=timezone.now())} == {ben, chen}


def test_whoever_was_put_out_has_no_way_back_and_no_relay(
    room: Room, tell: Tell, asha: Any, ben: Any, browser_of: Any
) -> None:
    room.hosts = {asha.pk}
    host, guest = room.enter(asha), room.enter(ben)
    tell(host, key(1, guest))

    actions.remove(host, guest.ref, host=room.find(1, asha), now=timezone.now())

    with pytest.raises(actions.WasPutOut):
        room.enter(ben)
    for door in ("renew", "exchange"):
        assert browser_of(ben).post(f"/calls/mine/{guest.ref}/{door}/").status_code == 404
    assert queries.others(host, now=timezone.now()) == [] and not Signal.objects.exists()
    actions.leave(host)
    assert room.enter(ben), "the next call is another one"


def test_a_locked_call_takes_nobody_new_and_whoever_was_there_comes_back(
    room: Room, asha: Any, ben: Any, chen: Any
) -> None:
    room.hosts = {asha.pk}
    host, guest = room.enter(asha), room.enter(ben)
    with pytest.raises(PermissionDenied):
        actions.lock(guest, host=room.find(1, ben), is_locked=True, now=timezone.now())
    actions.lock(host, host=room.find(1, asha), is_locked=True, now=timezone.now())

    with pytest.raises(actions.CallIsLocked):
        room.enter(chen)
    again = room.enter(ben)

    assert again.ref != guest.ref and not Participant.objects.filter(pk=guest.pk).exists()


def test_whoever_has_another_name_there_is_seen_under_no_other(
    room: Room, asha: Any, ben: Any, browser_of: Any
) -> None:
    room.faces = {ben.pk: Face("Heron", 7)}
    room.enter(ben)
    browser = browser_of(asha)

    page = browser.get("/calls/room/1/").content.decode()
    state = browser.post("/calls/room/1/join/", {"way": "listen"}).json()

    assert "Heron" in page and "Ben" not in page
    assert [each["name"] for each in state["there"]] == ["Heron"] and "Ben" not in str(state)


def test_as_many_come_in_as_fit(room: Room, asha: Any, ben: Any, chen: Any) -> None:
    room.facts |= {"most": 2}
    room.enter(asha)
    room.enter(ben)

    with pytest.raises(actions.CallIsFull):
        room.enter(chen)
    assert room.enter(ben)


def test_two_who_are_kept_apart_do_not_meet_in_a_call(
    room: Room, tell: Tell, asha: Any, dana: Any, dana_is_blocked: None
) -> None:
    mine, theirs = room.enter(asha), room.enter(dana)

    for one, other in ((mine, theirs), (theirs, mine)):
        assert queries.others(one, now=timezone.now()) == []
        with pytest.raises(Http404):
            tell(one, key(1, other))


@pytest.mark.django_db(transaction=True)
def test_whoever_may_not_be_there_any_more_is_out_at_once(room: Room, asha: Any, ben: Any) -> None:
    room.enter(asha)
    room.enter(ben)
    room.kept_out = {ben.pk}

    block(ben, blocker=asha)

    assert [each.member for each in Participant.objects.all()] == [asha]


def test_whoever_falls_silent_has_gone_and_the_last_one_takes_the_call_along(
    room: Room, tell: Tell, asha: Any, ben: Any
) -> None:
    now = timezone.now()
    stays = room.enter(asha, now=now)
    room.enter(ben, now=now)
    later = now + timedelta(seconds=76)
    actions.note_here(stays, now=now + timedelta(seconds=60))

    tell(stays, now=later)
    assert list(Participant.objects.all()) == [stays]
    actions.forget_silent(now=later + timedelta(seconds=76))

    assert not Call.objects.exists() and room.told


def test_without_a_relay_there_is_no_call_at_all(
    room: Room, settings: Any, asha: Any, browser_of: Any
) -> None:
    settings.CALLS = None
    browser = browser_of(asha)

    assert browser.get("/calls/room/1/").status_code == 404
    assert browser.post("/calls/room/1/join/").status_code == 404
    with pytest.raises(PermissionDenied):
        room.enter(asha)


def test_the_operators_page_says_in_a_line_what_is_missing_for_calls(
    settings: Any, olu: Any, browser_of: Any, with_relay: None
) -> None:
    browser, missing = browser_of(olu), "install the package coturn and start again"

    assert missing not in browser.get("/operator/calls/").content.decode()
    settings.CALLS = None
    [line] = [
        one
        for one in browser.get("/operator/calls/").content.decode().splitlines()
        if "There is no relay" in one
    ]
    assert missing in line and "HEARTHSIDE_TURN" in line


def test_what_a_page_gets_leads_through_the_relay_and_names_nobody(
    room: Room, asha: Any, ben: Any, browser_of: Any
) -> None:
    room.enter(ben)
    browser = browser_of(asha)
    page = browser.get("/calls/room/1/")
    state = browser.post("/calls/room/1/join/", {"way": "listen"}).json()

    ice = state["ice"]
    assert (ice["iceTransportPolicy"], len(ice["iceServers"])) == ("relay", 1)
    assert str(asha.pk) not in ice["iceServers"][0]["username"].partition(":")[2].split("-")
    assert [each["name"] for each in state["there"]] == ["Ben"]
    assert (
        "microphone=(self)" in page["Permissions-Policy"] and "geolocation=()" in page["Permissions-Policy"]
    )
    assert "microphone=()" in browser.get("/")["Permissions-Policy"]


def test_only_a_call_may_load_what_blurs_a_room_and_only_where_the_operator_added_it(
    room: Room, asha: Any, browser_of: Any, settings: Any
) -> None:
    browser = browser_of(asha)
    settings.CAN_BLUR, settings.STATICFILES_DIRS = False, ["/opt/a-logo-of-our-own"]
    without = browser.get("/calls/room/1/")
    settings.CAN_BLUR = True
    page = browser.get("/calls/room/1/")

    assert "wasm" not in without["Content-Security-Policy"] and b"blurs" not in without.content
    assert "testserver/static/blur/ 'wasm-unsafe-eval'" in page["Content-Security-Policy"]
    assert b'name="blurs"' in page.content and b"/static/blur/selfie_segmentation.tflite" in page.content
    assert "wasm" not in browser.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("candidate", {"candidate": "candidate:1 1 udp 1 192.0.2.44 1 typ host"}, 200),
        ("candidate", {"candidate": None}, 422),
        ("description", {"type": "pranswer", "sdp": ""}, 422),
        ("description", {"type": "offer", "sdp": "v=0\r\n" * 4000}, 422),
        ("key", {"step": "open", "value": "192.0.2.44 calling"}, 422),
        ("words", {"hello": "you"}, 422),
    ],
)
def test_what_no_page_of_ours_would_send_goes_nowhere(
    room: Room, asha: Any, ben: Any, browser_of: Any, kind: str, body: Any, status: int
) -> None:
    mine, other = room.enter(asha), room.enter(ben)
    said = {"number": 1, "to": other.ref, "kind": kind, "body": body, "from": other.ref}

    answer = browser_of(asha).post(
        f"/calls/mine/{mine.ref}/exchange/", {"way": "voice", "said": [said]}, content_type="application/json"
    )

    assert answer.status_code == status and not Signal.objects.exists()
