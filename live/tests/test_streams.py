"""What a browser hears: what it may, each thing once, in order, and what it missed."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from live import hub as hub_module
from live import stream as stream_module
from live.actions import announce_access_change, publish, whisper
from live.models import OutboxEvent
from live.outbox import REPLAY_ROWS
from live.tests.browser import Session, elsewhere, house, settle

pytestmark = pytest.mark.django_db(transaction=True)
Tell = Callable[..., Any]


@pytest.fixture(autouse=True)
def _something_happened_before(transactional_db: None) -> None:
    publish(["thread:99"], "forum.reply_posted", {})
    settle()


def test_an_event_reaches_those_who_listen_to_its_channel_and_nobody_else(
    session: Session, tell: Tell
) -> None:
    async def story() -> None:
        async with house() as home:
            asha, ben = await home.open("topics=thread:1"), await home.open("topics=thread:2", who="ben")

            await tell(7, thread=1)
            await tell(8, thread=2)

            await asha.until(lambda: asha.events)
            await ben.until(lambda: ben.events)
            assert [data for _, _, data in asha.events] == ['{"post":7}']
            assert [data for _, _, data in ben.events] == ['{"post":8}']

    asyncio.run(story())


def test_an_event_on_two_channels_is_heard_once(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open("topics=thread:1,thread:2")

            await tell(1, channels=["thread:1", "thread:2", "member:1"])
            await tell(2)

            await asha.until(lambda: len(asha.events) > 1)
            assert [data for _, _, data in asha.events] == ['{"post":1}', '{"post":2}']

    asyncio.run(story())


def test_everyone_hears_their_own_channel(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open("")

            await tell(1, channels=["member:2"])
            await tell(2, channels=["member:1"])

            await asha.until(lambda: asha.events)
            assert [data for _, _, data in asha.events] == ['{"post":2}']

    asyncio.run(story())


def test_what_was_missed_is_told_first_and_nothing_twice(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            first = await home.open()
            for number in range(5):
                await tell(number)
            await first.until(lambda: len(first.events) >= 5)
            place = first.events[1][0]

            second = await home.open(f"topics=thread:1&after={place}")
            third = await home.open(last_event_id=place)
            await tell(5)

            await second.until(lambda: len(second.events) >= 4)
            await third.until(lambda: len(third.events) >= 4)
            assert [data for _, _, data in second.events] == [f'{{"post":{n}}}' for n in (2, 3, 4, 5)]
            assert third.events == second.events

    asyncio.run(story())


def test_someone_hidden_is_neither_heard_live_nor_replayed(session: Session, tell: Tell) -> None:
    async def story() -> None:
        session.hidden[1] = {660066}
        async with house() as home:
            asha = await home.open()
            place = asha.last_id
            await tell(1, actor_id=660066)
            await tell(2, actor_id=5)
            await asha.until(lambda: asha.events)

            later = await home.open(f"topics=thread:1&after={place}")

            assert [data for _, _, data in asha.events] == ['{"post":2}']
            assert [data for _, _, data in later.events] == ['{"post":2}']
            assert "660066" not in asha.text + later.text

    asyncio.run(story())


def test_a_replay_of_nothing_but_hidden_acts_is_empty(session: Session, tell: Tell) -> None:
    async def story() -> None:
        session.hidden[1] = {660066}
        async with house() as home:
            asha = await home.open()
            place = asha.last_id
            await tell(1, actor_id=660066)
            await asha.until(lambda: home.hub.cursor > hub_module.outbox.Cursor.parse(place))

            later = await home.open(f"topics=thread:1&after={place}")

            assert later.events == []

    asyncio.run(story())


@pytest.mark.parametrize(
    "place", ["nonsense", "-1-2", "0-", "1" * 30 + "-1", "9" * 15 + "-1", "0-' or 1=1", "1-1-1"]
)
def test_a_place_that_is_none_asks_the_page_to_be_read_again(
    session: Session, tell: Tell, place: str
) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open(f"topics=thread:1&after={place}")

            await tell(2)

            await asha.until(lambda: len(asha.events) >= 2)
            assert asha.kinds == ["reset", "forum.reply_posted"]

    asyncio.run(story())


def test_too_much_missed_asks_the_page_to_be_read_again(session: Session, tell: Tell) -> None:
    def write_many() -> None:
        OutboxEvent.objects.bulk_create(
            OutboxEvent(channels=" thread:1 ", kind="forum.reply_posted", data={"post": number})
            for number in range(REPLAY_ROWS + 1)
        )

    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            place = asha.last_id
            await elsewhere(write_many)
            await tell(0)
            await asha.until(lambda: len(asha.events) >= REPLAY_ROWS + 2)

            assert (await home.open(f"topics=thread:1&after={place}")).kinds == ["reset"]
            assert (await home.open(f"topics=thread:2&after={place}")).kinds == []

    asyncio.run(story())


def test_what_is_older_than_a_day_is_not_told_one_by_one(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            place = asha.last_id
            await tell(1)
            await asha.until(lambda: asha.events)
            await elsewhere(OutboxEvent.objects.update, created_at=timezone.now() - timedelta(hours=25))

            assert (await home.open(f"topics=thread:1&after={place}")).kinds == ["reset"]

    asyncio.run(story())


def test_a_whisper_is_heard_now_and_never_again(session: Session, tell: Tell) -> None:
    async def story() -> None:
        session.hidden[2] = {5}
        async with house() as home:
            asha, ben = await home.open(), await home.open(who="ben")
            place = asha.last_id

            await elsewhere(whisper, "thread:1", "forum.someone_writing", {"thread": 1}, actor_id=5)
            await asha.until(lambda: asha.events)
            later = await home.open(f"topics=thread:1&after={place}")
            await tell(1)
            await ben.until(lambda: ben.events)

            assert asha.events[0] == ("", "forum.someone_writing", '{"thread":1}')
            assert ben.kinds == ["forum.reply_posted"]
            assert "forum.someone_writing" not in later.kinds

    asyncio.run(story())


def test_a_browser_that_stops_reading_is_cut_off_and_told_all_of_it_when_it_comes_back(
    session: Session, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "MOST_WAITING", 3)

    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            place = asha.last_id
            asha.reads_on.clear()
            for number in range(6):
                await tell(number)
            await asha.until(lambda: asha.cut)

            again = await home.open(f"topics=thread:1&after={place}")

            # Some of it may still wait for another database's transaction, and then comes live.
            await again.until(lambda: len(again.events) >= 6)
            assert [data for _, _, data in again.events] == [f'{{"post":{n}}}' for n in range(6)]

    asyncio.run(story())


def test_a_write_that_stays_stuck_ends_the_stream(
    session: Session, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "SEND_TIMEOUT", 0.05)

    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            asha.reads_on.clear()

            await tell(1)

            await asha.until(lambda: asha.cut)

    asyncio.run(story())


def test_a_slow_browser_catches_up_in_order(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            asha, ben = await home.open(), await home.open(who="ben")
            asha.reads_on.clear()
            for number in range(10):
                await tell(number)
            await ben.until(lambda: len(ben.events) >= 10)

            asha.reads_on.set()

            await asha.until(lambda: len(asha.events) >= 10)
            assert asha.events == ben.events

    asyncio.run(story())


def test_a_block_takes_effect_before_the_next_event(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            await tell(1, actor_id=5)
            session.hidden[1] = {5}
            await elsewhere(announce_access_change, [1])
            await tell(2, actor_id=5)
            await tell(3, actor_id=6)

            await asha.until(lambda: len(asha.events) >= 2)

            assert [data for _, _, data in asha.events] == ['{"post":1}', '{"post":3}']
            assert "access" not in asha.text

    asyncio.run(story())


def test_a_topic_that_was_closed_is_heard_no_more_and_the_rest_goes_on(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open("topics=thread:1,thread:2")
            session.closed_threads = {1}
            await elsewhere(announce_access_change, [1])

            await tell(1, thread=1)
            await tell(2, thread=2)

            await asha.until(lambda: asha.events)
            assert [data for _, _, data in asha.events] == ['{"post":2}']

    asyncio.run(story())


def test_signing_out_ends_the_stream(session: Session, tell: Tell) -> None:
    async def story() -> None:
        async with house() as home:
            asha, ben = await home.open(), await home.open(who="ben")
            del session.members["asha"]

            await elsewhere(announce_access_change, [1])

            await asha.until(lambda: asha.closed)
            assert not ben.closed
            assert (await home.open()).status == 401

    asyncio.run(story())


def test_a_session_is_looked_at_again_from_time_to_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "HEARTBEAT", 1)
    session.good_for = 0.0

    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            del session.members["asha"]

            await asha.until(lambda: asha.closed)

    asyncio.run(story())


def test_a_heartbeat_moves_the_place_past_what_was_not_for_this_browser(
    session: Session, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "HEARTBEAT", 1)

    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            place = asha.last_id
            await tell(1, thread=9)

            await asha.until(lambda: asha.last_id != place)

            assert asha.events == []

    asyncio.run(story())


def test_strangers_other_sites_and_other_methods_are_refused(session: Session) -> None:
    async def story() -> None:
        async with house() as home:
            assert (await home.open(who="")).status == 401
            assert (await home.open(who="nobody")).status == 401
            assert (await home.open(sec_fetch_site="cross-site")).status == 403
            assert (await home.open(method="POST")).status == 405
            assert (await home.open("topics=" + "thread:1," * 1000)).status == 414
            home.hub.end_streams()
            assert (await home.open()).status == 503

    asyncio.run(story())


def test_topics_that_are_refused_unknown_or_garbled_are_left_out_alike(session: Session, tell: Tell) -> None:
    async def story() -> None:
        session.closed_threads = {3}
        async with house() as home:
            asha = await home.open(
                "topics=thread:3,secret:1,member:2,thread:x,,thread:1;drop,thread:0,thread:1"
            )

            for channel in ("thread:3", "secret:1", "member:2", "thread:1"):
                await tell(1, channels=[channel])

            await asha.until(lambda: asha.events)
            assert len(asha.events) == 1

    asyncio.run(story())


def test_when_the_house_closes_every_stream_is_ended(session: Session) -> None:
    async def story() -> None:
        async with house() as home:
            asha, ben = await home.open(), await home.open(who="ben")

            home.hub.end_streams()

            await asha.until(lambda: asha.closed)
            await ben.until(lambda: ben.closed)
            assert not asha.cut

    asyncio.run(story())


def test_someone_who_goes_leaves_nothing_behind(session: Session) -> None:
    async def story() -> None:
        async with house() as home:
            asha = await home.open()
            await asha.leave()

            assert home.hub.stream_count == 0
            assert home.hub._receivers(("thread:1", "member:1")) == []

    asyncio.run(story())
