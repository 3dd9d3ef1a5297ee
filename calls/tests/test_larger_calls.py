"""Larger calls, with a real media server: who reaches it, what it may do, and what is left of a call on it."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from calls import actions, janus, queries
from calls.actions import media
from calls.checkups import media_server as look_at
from calls.forms import read_media_step
from calls.models import Call, Participant
from calls.tests.conftest import Room
from config.media_server import own_address, own_media_server
from core.doctor import Look
from core.logs import WordlessFormatter
from people.actions import block

FINGERPRINT = ":".join(["AB"] * 32)
OFFER = "\r\n".join(
    f"""v=0
o=- 1 2 IN IP4 0.0.0.0
s=-
t=0 0
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 0.0.0.0
a=mid:0
a=ice-ufrag:abcd
a=ice-pwd:{"p" * 24}
a=fingerprint:sha-256 {FINGERPRINT}
a=setup:actpass
a=sendonly
a=rtcp-mux
a=rtpmap:111 opus/48000/2
m=video 9 UDP/TLS/RTP/SAVPF 96
c=IN IP4 0.0.0.0
a=mid:1
a=ice-ufrag:abcd
a=ice-pwd:{"p" * 24}
a=fingerprint:sha-256 {FINGERPRINT}
a=setup:actpass
a=sendonly
a=rtcp-mux
a=rtpmap:96 VP8/90000
""".splitlines()
)


@pytest.fixture(scope="module")
def running() -> Iterator[dict[str, Any]]:
    with own_media_server(own_address()) as found:
        if found is None:
            pytest.skip("Janus is not installed, so there are no larger calls to try (apt-get install janus)")
        yield found


@pytest.fixture
def circle(room: Room, running: dict[str, Any], settings: Any) -> Room:
    """The room of these tests, with a media server and for twelve."""
    settings.CALLS = {**settings.CALLS, "janus": running}
    room.facts |= {"most": 12}
    return room


Send = Callable[[Participant], str]


@pytest.fixture
def send() -> Send:
    """Return a function by which a browser sends to the media server; it returns the server's answer."""

    def offer(mine: Participant) -> str:
        step = read_media_step(_json("send", OFFER))
        answer = actions.send(mine, step.description)
        mine.refresh_from_db()
        return answer["sdp"]

    return offer


def _json(step: str, sdp: str) -> bytes:
    return json.dumps({"step": step, "description": {"type": "offer", "sdp": sdp}}).encode()


def lives(line: str) -> bool:
    """Whether the media server still has something for this browser."""
    try:
        with janus._Desk() as desk:
            desk.ask({"janus": "keepalive"}, f"/{janus.Line.read(line).session}")
    except janus.NoMediaServer:
        return False
    return True


def heard_by(mine: Participant) -> set[str]:
    """Whose sound and picture this one may have."""
    return set(queries.feeds_for(mine, now=timezone.now()).values())


def test_each_hears_those_it_meets_and_learns_no_address_but_the_servers(
    circle: Room, send: Send, running: dict[str, Any], asha: Any, ben: Any, chen: Any, dana: Any
) -> None:
    block(dana, blocker=asha)
    first, second, third, apart = (circle.enter(who) for who in (asha, ben, chen, dana))
    answers = [send(each) for each in (first, second, third, apart)]
    for each in (first, second, apart):
        actions.show(each)

    assert heard_by(first) == {second.ref}, "not who is kept apart, and not who has not got through yet"
    assert heard_by(second) == {first.ref, apart.ref}
    assert actions.listen(second, now=timezone.now()) == {"missing": True}, "nobody's frames have come yet"
    [address] = running["addresses"]
    for line in "".join(answers).splitlines():
        assert address not in line or (line.startswith("a=candidate:") and line.endswith(" typ host"))
    assert all("typ host" in answer for answer in answers)


def test_whoever_waits_at_the_door_has_nothing_at_the_media_server(
    circle: Room, send: Send, asha: Any, ben: Any, chen: Any, browser_of: Any
) -> None:
    circle.facts |= {"has_waiting_room": True}
    circle.hosts = {asha.pk}
    host, guest, waiting = (circle.enter(who) for who in (asha, ben, chen))
    actions.admit(host, guest.ref, host=circle.find(1, asha), now=timezone.now())
    guest.refresh_from_db()
    for each in (host, guest):
        send(each)
        actions.show(each)

    with pytest.raises(PermissionDenied):
        send(waiting)
    assert browser_of(chen).post(
        f"/calls/mine/{waiting.ref}/media/", {"step": "listen"}, content_type="application/json"
    ).status_code == 403  # fmt: skip
    assert Participant.objects.exclude(feed="").count() == 2 and lives(guest.line)


@pytest.mark.django_db(transaction=True)
def test_the_media_server_lets_go_of_who_goes_and_of_the_room_with_the_last(
    circle: Room, send: Send, asha: Any, ben: Any, chen: Any, browser_of: Any
) -> None:
    circle.hosts = {asha.pk}
    host, guest, third = (circle.enter(who) for who in (asha, ben, chen))
    for each in (host, guest, third):
        send(each)
        actions.show(each)
    room = Call.objects.get().room

    actions.remove(host, guest.ref, host=circle.find(1, asha), now=timezone.now())
    assert not lives(guest.line) and lives(third.line)
    refused = browser_of(ben).post(
        f"/calls/mine/{guest.ref}/media/", {"step": "listen"}, content_type="application/json"
    )
    assert refused.status_code == 404
    assert heard_by(host) == {third.ref}
    circle.enter(chen)
    assert not lives(third.line), "a tab that went on elsewhere"
    for each in Participant.objects.present():
        actions.leave(each)
    assert not lives(host.line) and not Call.objects.exists()
    assert janus._administer({"request": "exists", "room": room})["exists"] is False


def test_without_its_media_server_a_call_is_for_six_and_goes_from_browser_to_browser(
    circle: Room, settings: Any, asha: Any, ben: Any, browser_of: Any
) -> None:
    nowhere = {
        **settings.CALLS["janus"],
        "api": "http://127.0.0.1:9/janus",
        "admin": "http://127.0.0.1:9/admin",
    }
    settings.CALLS = {**settings.CALLS, "janus": nowhere}
    mine = circle.enter(asha)
    browser = browser_of(ben)

    assert mine.call.room == ""
    assert "Up to 6 can be in this call" in browser.get("/calls/room/1/").content.decode()
    assert browser.post("/calls/room/1/join/", {"way": "voice"}).json()["transport"] == "mesh"
    with pytest.raises(Http404):
        actions.listen(mine, now=timezone.now())


@pytest.mark.parametrize(
    "asked",
    [
        {"request": "create", "room": "another"},
        {"request": "enable_recording", "record": True},
        {"request": "rtp_forward", "publisher_id": "f", "host": "127.0.0.1", "host_family": "ipv4", "streams": []},
        {"request": "kick", "id": "f"},
        {"request": "destroy"},
    ],
    ids=lambda asked: asked["request"],
)  # fmt: skip
def test_whoever_has_only_a_token_can_record_forward_or_end_nothing(
    circle: Room, asked: dict[str, Any]
) -> None:
    janus.open_room("a-room")
    with janus._Desk() as desk:
        session = desk.ask({"janus": "create"})["data"]["id"]
        handle = desk.attach(session)
        message = {"janus": "message", "body": {"room": "a-room", **asked}}

        with pytest.raises(janus.NoMediaServer, match=r"refused \(\d+\)"):
            desk.ask(message, f"/{session}/{handle}")


def test_without_the_right_token_nothing_is_answered(circle: Room, settings: Any) -> None:
    janus.open_room("a-room")
    with janus._Desk() as desk:
        session = desk.ask({"janus": "create"})["data"]["id"]
        handle = desk.attach(session)
        join = {"request": "join", "ptype": "publisher", "room": "a-room", "id": "f"}
        for token in ("", janus._room_token("b-room"), janus._api_token()):
            with pytest.raises(janus.NoMediaServer, match="433"):
                desk.tell(session, handle, {**join, "token": token})
    settings.CALLS = {**settings.CALLS, "janus": {**settings.CALLS["janus"], "secret": "another"}}
    with pytest.raises(janus.NoMediaServer, match="403"), janus._Desk() as desk:
        desk.ask({"janus": "create"})


def test_the_doctor_tries_the_media_server(circle: Room, settings: Any) -> None:
    def found(**facts: Any) -> str:
        settings.CALLS = {**settings.CALLS, "janus": {**settings.CALLS["janus"], **facts}}
        [one] = look_at(Look(now=timezone.now(), visit=None))  # type: ignore[arg-type]
        return f"{one.level}: {one.what}"

    assert found() == "fine: The media server makes rooms and lets in who has a token.", (
        "and has no other plug-in"
    )
    assert "does not take our secret" in found(secret="another")
    assert "act: The media server does not take calls: it cannot be reached" in found(
        admin="http://127.0.0.1:9/a"
    )


def test_the_log_says_once_a_minute_that_a_call_lost_the_media_server(
    circle: Room, settings: Any, asha: Any, browser_of: Any, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(media, "_noted_at", {})
    mine, browser = circle.enter(asha), browser_of(asha)
    settings.CALLS = {
        **settings.CALLS,
        "janus": {**settings.CALLS["janus"], "api": "http://127.0.0.1:9/janus"},
    }
    offer = {"step": "send", "description": {"type": "offer", "sdp": "v=0\r\ns=kingfisher\r\n"}}

    for _ in range(2):
        refused = browser.post(f"/calls/mine/{mine.ref}/media/", offer, content_type="application/json")
        assert refused.status_code == 503

    printed = "\n".join(WordlessFormatter().format(each) for each in caplog.records)
    assert printed.count("did not get what the media server should do") == 1
    assert printed.count("Nothing answers at HEARTHSIDE_JANUS") == 1 and "kingfisher" not in printed
    later = timezone.now() + timedelta(seconds=61)
    actions.note_refusal(janus.NoMediaServer(janus.Cause.AWAY), now=later)
    assert len(media._noted_at) == 1 and media._noted_at[janus.Cause.AWAY] == later


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"admin": "http://127.0.0.1:9/a"}, "Nothing answers at HEARTHSIDE_JANUS"),
        ({"secret": "another"}, "Janus does not take our secret"),
    ],
)
def test_the_log_says_in_words_why_a_call_began_without_the_media_server(
    circle: Room,
    settings: Any,
    asha: Any,
    caplog: pytest.LogCaptureFixture,
    facts: dict[str, str],
    words: str,
) -> None:
    settings.CALLS = {**settings.CALLS, "janus": {**settings.CALLS["janus"], **facts}}

    mine = circle.enter(asha)

    printed = "\n".join(WordlessFormatter().format(each) for each in caplog.records)
    assert mine.call.room == "" and "no more than six fit into it" in printed and words in printed


def test_a_media_server_that_hangs_is_left_alone_for_a_while(
    room: Room, asha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def hangs(name: str) -> None:
        asked.append(name)
        raise janus.NoMediaServer(janus.Cause.SLOW)

    monkeypatch.setattr(janus, "is_named", lambda: True)
    monkeypatch.setattr(janus, "open_room", hangs)
    room.facts["most"] = 12
    venue = room.find(1, asha)

    assert [media.new_room(venue) for _ in range(3)] == ["", "", ""]
    assert len(asked) == 1
    monkeypatch.setattr(media, "_not_asked_before", 0.0)
    media.new_room(venue)
    assert len(asked) == 2
