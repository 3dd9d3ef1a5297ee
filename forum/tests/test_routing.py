"""The rules by which somebody is asked, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forum import routing
from forum.likeness import language_of, share_a_subject
from forum.routing import Helper, Terms, Waiting

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
AWAKE = Terms(weekly_cap=3, quiet_from=0, quiet_until=0, time_zone="UTC")
BEN = Helper(id=2, terms=AWAKE)
GRIEF, ANXIETY = 1, 2
EVENINGS = Waiting(
    id=1, space_id=GRIEF, author_id=1, is_anonymous=False, is_first_post=False,
    created_at=NOON - timedelta(hours=3), subject="The evenings Grief", topics=frozenset({"loss"}), wants="listen",
)  # fmt: skip


def first(*helpers: Helper, waiting: Waiting = EVENINGS, now: datetime = NOON) -> list[int]:
    return [helper.id for helper in routing.likely_first(helpers, waiting, now=now)]


def test_those_who_speak_from_experience_come_before_those_who_do_not() -> None:
    there = Helper(id=3, terms=AWAKE, lived_experience="After years of grieving for my father.")
    here = Helper(id=4, terms=AWAKE, replied_spaces=frozenset({GRIEF}))
    both = replace(there, id=5, replied_spaces=frozenset({GRIEF}))

    assert first(BEN, there, here, both)[0] == 5
    assert first(BEN, there, here, both)[-1] == 2


def test_having_been_there_counts_most_where_it_was_asked_for() -> None:
    there = Helper(id=3, terms=AWAKE, lived_experience="After years of grieving for my father.")
    here = Helper(id=4, terms=replace(AWAKE, known_topics=frozenset({"loss"})))

    assert first(here, there, waiting=replace(EVENINGS, wants="been_there"))[0] == 3


def test_those_who_answered_offers_come_before_those_who_let_them_go() -> None:
    lets_go, answers = replace(BEN, id=3, offers_let_go=4), replace(BEN, id=4, offers_answered=4)

    assert first(lets_go, BEN, answers) == [4, 2, 3]


def test_whoever_is_here_now_comes_first() -> None:
    here = replace(BEN, id=3, is_here=True)

    assert first(BEN, here) == [3, 2]


def test_whoever_was_asked_this_week_comes_later_and_among_equals_whoever_was_asked_longest_ago() -> None:
    asked = replace(BEN, id=3, offers_this_week=1)
    once = replace(BEN, id=4, last_offer_at=NOON - timedelta(days=30))

    assert first(asked, once, BEN) == [2, 4, 3]


@pytest.mark.parametrize(
    "helper",
    [
        replace(BEN, id=EVENINGS.author_id),
        replace(BEN, apart_from=frozenset({EVENINGS.author_id})),
        replace(BEN, has_open_offer=True),
        replace(BEN, offers_this_week=3),
        replace(BEN, terms=replace(AWAKE, refused_topics=frozenset({"loss"}))),
        replace(BEN, terms=replace(AWAKE, quiet_from=11 * 60, quiet_until=13 * 60)),
        replace(BEN, terms=replace(AWAKE, quiet_from=22 * 60, quiet_until=8 * 60, time_zone="Pacific/Auckland")),
    ],
    ids=["the author", "apart", "has one already", "cap", "refused topic", "quiet hours", "night over there"],
)  # fmt: skip
def test_somebody_is_left_in_peace(helper: Helper) -> None:
    assert first(helper) == []
    assert first(BEN) == [2]


def test_a_language_they_do_not_answer_in_is_not_for_them() -> None:
    only_spanish = replace(BEN, terms=replace(AWAKE, languages=frozenset({"es"})))

    assert first(only_spanish, waiting=replace(EVENINGS, language="en")) == []
    assert first(only_spanish, waiting=replace(EVENINGS, language="es")) == [2]
    assert first(only_spanish, waiting=replace(EVENINGS, language="")) == [2]


def test_only_those_let_in_are_asked_about_a_closed_space() -> None:
    assert first(BEN, waiting=replace(EVENINGS, readers=frozenset({9}))) == []
    assert first(BEN, waiting=replace(EVENINGS, readers=frozenset({2}))) == [2]


def test_nothing_about_the_author_shows_in_who_is_asked_about_an_anonymous_thread() -> None:
    """Blocks and a first post would both show who wrote it; so neither changes anything."""
    apart = replace(BEN, apart_from=frozenset({EVENINGS.author_id}))
    anonymous = replace(EVENINGS, is_anonymous=True)
    times = {"after": timedelta(hours=2), "after_first": timedelta(minutes=30)}
    soon = anonymous.created_at + timedelta(minutes=40)

    assert first(apart, waiting=anonymous) == first(BEN, waiting=anonymous) == [2]
    for is_first in (True, False):
        assert routing.is_due(replace(anonymous, is_first_post=is_first), now=soon, **times)


def test_a_thread_is_due_after_its_time_and_not_for_ever() -> None:
    times = {"after": timedelta(hours=2), "after_first": timedelta(minutes=30)}
    begun = EVENINGS.created_at

    assert not routing.is_due(EVENINGS, now=begun + timedelta(minutes=119), **times)
    assert routing.is_due(EVENINGS, now=begun + timedelta(minutes=120), **times)
    assert not routing.is_due(EVENINGS, now=begun + timedelta(days=8), **times)
    assert routing.is_due(replace(EVENINGS, is_first_post=True), now=begun + timedelta(minutes=30), **times)


def test_first_posts_come_first_and_whoever_can_still_be_answered_within_a_day_before_the_rest() -> None:
    older = replace(EVENINGS, id=2, created_at=NOON - timedelta(days=2))
    newcomers = replace(EVENINGS, id=3, is_first_post=True, created_at=NOON - timedelta(hours=1))
    longer = replace(EVENINGS, id=4, created_at=NOON - timedelta(hours=9))
    all_four = [EVENINGS, older, newcomers, longer]

    assert [one.id for one in routing.most_pressing_first(all_four, now=NOON)] == [3, 4, 1, 2]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I have not been out of the house for a week and it is getting to me.", "en"),
        ("No puedo dormir desde que se fue mi hermano y no sé con quién hablar de lo que me pasa.", "es"),
        ("لا أستطيع النوم منذ أسبوع ولا أعرف مع من أتكلم", "ar"),
        ("من نمی‌توانم بخوابم و کسی نیست که با او حرف بزنم", ""),
        ("Ich kann seit Wochen nicht mehr schlafen.", ""),
        ("", ""),
        ("🕯️ 12 !!", ""),
    ],
)
def test_the_language_of_a_text_is_told_or_left_open(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Years of anxiety and panic.", "Anxious before every call", True),
        ("حزن طويل بعد وفاة أبي", "الحزن", True),
        ("I would like to have more time with people", "Something about the people here would help", False),
        ("", "Grief", False),
    ],
)
def test_texts_share_a_subject_only_through_words_that_say_something(
    one: str, other: str, alike: bool
) -> None:
    assert share_a_subject(one, other) is alike
