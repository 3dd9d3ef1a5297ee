"""Who talks with whom in the journeys: in twos, in groups, in a room, with a listener, and for a very long time."""

from datetime import datetime, timedelta
from typing import Any

LONG = 420


def have_talked(people: dict[str, Any], now: datetime) -> dict[str, int]:
    """Let Asha talk with Ben, have talked with Lena, be asked by Tomas and have asked Chen; return where they are."""
    from chat import actions

    asha = people["Asha"]
    with_lena = _agree(asha, people["Lena"], now)
    actions.end_conversation(with_lena.conversation, now=now)
    talk_now = _talk_now(asha, people["Lena"], now=now - timedelta(days=2))
    return {
        **_with_ben(asha, people["Ben"], now),
        **_questions(people, now),
        **_groups(people, now),
        **_room(people, now),
        "ended": with_lena.conversation.pk,
        "chens_talk": _agree(people["Chen"], people["Dana"], now).conversation.pk,
        "long_talk": _for_years(people["Inga"], people["Pavel"], now),
        "talk_now": talk_now.pk,
        "now": talk_now.conversation_id,
    }


def _agree(one: Any, other: Any, now: datetime) -> Any:
    """Have two people agree to talk; return it as the first of them has it."""
    from chat import actions, queries

    asked = actions.send_request(other, by=one, words="Would you like to talk?", now=now)
    return queries.get_standing(actions.accept(asked, by=other, now=now).pk, viewer=one)


def _say(conversation: Any, author: Any, words: str, now: datetime, **more: Any) -> Any:
    from chat import actions, queries

    standing = queries.get_standing(conversation.pk, viewer=author)
    return actions.send_message(standing, author=author, body=words, now=now, **more)


def _with_ben(asha: Any, ben: Any, now: datetime) -> dict[str, int]:
    from chat import actions

    talk = _agree(asha, ben, now).conversation
    for number in range(8):
        words = f"The river was high today. I stood there for a while, {number} of us, and then it rained."
        theirs = _say(talk, (asha, ben)[number % 2], words, now - timedelta(hours=9 - number))
    mine = _say(talk, asha, "And now it is evening.", now)
    actions.toggle_support(theirs, member=asha, kind="with_you", now=now)
    _say(talk, ben, "The covered words.", now, notes=["suicide"], answers=mine)
    return {"talk": talk.pk, "ashas_message": mine.pk}


def _questions(people: dict[str, Any], now: datetime) -> dict[str, int]:
    from chat import actions

    asha = people["Asha"]
    actions.choose_from_whom(asha, from_whom="spaces")
    asked = actions.send_request(asha, by=people["Tomas"], words="You wrote about Sundays.", now=now)
    assert actions.deliver(asked.pk, now=now)
    actions.send_request(people["Chen"], by=asha, words="Would you like to talk?", now=now)
    return {"asked": asked.pk}


def _groups(people: dict[str, Any], now: datetime) -> dict[str, int]:
    from chat import actions, queries

    group = actions.make_group(name="Early mornings", keeper=people["Asha"], now=now)
    for name in ("Ben", "Chen", "Lena"):
        actions.come_in(group, member=people[name], now=now)
        _say(group, people[name], "I am up, and the kettle is on.", now)
    other = actions.make_group(name="Allotment", keeper=people["Inga"], now=now)
    standing = queries.get_standing(other.pk, viewer=people["Inga"])
    into = actions.invite(standing, people["Asha"], words="Come and dig.", now=now)
    assert actions.deliver(into.pk, now=now)
    return {"group": group.pk, "asked_in": into.pk}


def _room(people: dict[str, Any], now: datetime) -> dict[str, int]:
    from chat import actions
    from forum.models import Space

    space = Space.objects.get(slug="anxiety")
    facts = {"name": "Kitchen table", "purpose": "For evenings that are long.", "slow_seconds": 10}
    room = actions.open_room(f"space:{space.pk}", by=people["Mo"], now=now, **facts)
    for number, name in enumerate(("Ben", "Noor", "Asha")):
        _say(room, people[name], "Good evening, all of you.", now - timedelta(minutes=9 - number))
    quiet, clock = (
        actions.open_room(f"space:{space.pk}", by=people["Mo"], now=now, name=name)
        for name in ("Window seat", "Evening bench")
    )
    return {
        "room": room.pk, "quiet_room": quiet.pk, "by_the_clock": clock.pk, "anxiety_id": space.pk
    }  # fmt: skip


def _for_years(one: Any, other: Any, now: datetime) -> int:
    """Let two people have said more than a page holds at a time."""
    from chat.models import Message

    talk = _agree(one, other, now).conversation
    Message.objects.bulk_create(
        Message(
            conversation=talk, author=(one, other)[number % 2],
            body=f"Evening {number}. The lamp is lit. " * (1 + number % 4),
            created_at=now - timedelta(hours=LONG - number),
        )
        for number in range(LONG)
    )  # fmt: skip
    return int(talk.pk)


def _talk_now(member: Any, listener: Any, *, now: datetime) -> Any:
    """Let a listener have been there for somebody, and have noted something for whoever leads."""
    from chat.actions import bring_together, end_conversation
    from listening.actions import write_note
    from listening.models import Talk

    talk = Talk.objects.create(
        member=member, listener=listener, conversation=bring_together(member, listener, now=now), began_at=now,
        place_at=now, waits_since=now, seen_at=now,
    )  # fmt: skip
    end_conversation(talk.conversation, now=now)
    write_note(talk, by=listener, words="Somebody should ask her on Sunday how she is.", now=now)
    return talk
