"""Screening one text: danger is seen, sayings and quotations are not taken for it, and nothing breaks it."""

import csv
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.queries import screen_text
from safety.screening import BANDS, CONCERNS, THRESHOLDS, Context, Threshold, phrases, screen
from safety.screening.files import read_rules
from safety.screening.reasons import TELLING
from safety.screening.spelling import spelled_out

pytestmark = pytest.mark.once

DANGER = [
    "I can't go on. I'm going to end my life tonight.",
    "I keep having thoughts of killing myself",
    "honestly everyone would be better off without me, I want to die",
    "This is my goodbye. By the time you read this I will be gone.",
    "I don't want to be alive anymore",
]
HARMLESS = [
    "This homework is killing me",
    "I'm dying to see the new film, the suspense is killing me",
    "My phone died again lol",
    "I'm so lonely since the divorce and I can't sleep",
    "What time does the meeting start tomorrow?",
    "I'm not suicidal, I just had a bad day at work",
    "Thank you all, you were so kind to me last week",
]
HIDDEN = [
    "i want to k i l l  m y s e l f",
    "I w4nt to k1ll mys3lf",
    "I want to d\u0456\u0435",
    "im gonna kms tonight",
    "i am so su*cidal right now",
    "I want to unalive myself",
    "I want to dieeeeee",
    "i keep thinking about kiling mysefl",
]


@pytest.mark.parametrize("text", DANGER)
def test_somebody_in_danger_is_seen(text):
    found = screen(text)

    assert found.band in {"now", "soon"}
    assert any(reason.concern == "crisis" for reason in found.reasons)


@pytest.mark.parametrize("text", HARMLESS)
def test_sayings_distress_and_everyday_talk_raise_no_alarm(text):
    assert screen(text).band == "none"


@pytest.mark.parametrize("text", HIDDEN)
def test_a_disguised_word_is_still_read(text):
    assert screen(text).concerns["crisis"] >= THRESHOLDS["crisis"].look


@pytest.mark.parametrize(
    ("slip", "meant"), [("dsigusting", "disgusting"), ("wrthless", "worthless"), ("wmoen", "women")]
)
def test_letters_swapped_or_left_out_are_put_back(slip, meant):
    assert spelled_out(slip) == (meant,)


def test_a_word_of_its_own_is_no_slip_of_another():
    words = ["back", "hats", "shot", "lathe", "ding", "people", "hate", "living", "stupidity", "lifestyle"]

    assert [spelled_out(word) for word in words] == [(word,) for word in words]


@pytest.mark.parametrize(
    ("plain", "softer"),
    [
        ("I want to die", "I don't want to die"),
        ("I want to die", 'The song goes "I want to die" and I love the chorus'),
        ("I want to kill myself", "Years ago I used to want to kill myself, I am so glad I am still here"),
        ("I hurt myself an hour ago", "I hurt myself ten years ago"),
        ("I thought about killing myself", "I never thought about killing myself"),
        ("I hurt my hand again last night", "I burned my hand while cooking"),
        ("I want to disappear", "I want to disappear into a good book"),
        ("I am suicidal", "There is a talk about suicide prevention at school"),
    ],
)
def test_denial_song_and_the_past_weigh_less(plain, softer):
    assert screen(softer).concerns["crisis"] < screen(plain).concerns["crisis"]


@pytest.mark.parametrize(
    ("concern", "text"),
    [
        ("abuse", "My husband hit me again last night and I'm scared"),
        ("harm_to_others", "I am going to kill my boss tomorrow"),
        ("contact", "Add me on snapchat, what's your number?"),
        ("contact", "can you send me some money on paypal please"),
        ("spam", "Click here to earn money fast, limited time offer"),
    ],
)
def test_each_concern_is_noticed_by_name(concern, text):
    found = screen(text)

    assert found.concerns[concern] >= THRESHOLDS[concern].look
    assert concern in {reason.concern for reason in found.reasons}


def test_asking_for_money_is_told_from_speaking_of_money_in_sentences_no_rule_was_written_from():
    path = Path(__file__).parents[2] / "training/screening/money_sentences.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "held_out"]
    raised = {row["text"] for row in rows if screen(row["text"]).raises("contact")}

    asking = {row["text"] for row in rows if row["asks"] == "1"}
    assert len(raised & asking) >= 0.8 * len(asking)
    assert len(raised - asking) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "How many of us have to die before they do something?",
        "I quit my job, said goodbye to my family and drove there.",
    ],
)
def test_dying_of_many_and_goodbyes_before_a_journey_alarm_nobody(text):
    assert screen(text).band == "none"


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "No puedo más, quiero morir"), ("ar", "أريد أن أموت"), ("fr", "Je ne veux plus vivre"),
     ("de", "Ich will nicht mehr leben"), ("pt", "Quero morrer, não aguento mais")],
)  # fmt: skip
def test_other_languages_see_the_plainest_words(language, text):
    assert screen(text, language).band in {"now", "soon"}


def test_reasons_quote_the_text_where_it_stands():
    text = "Hello there.\nI want to kill myself.\nBye."

    reason = screen(text).reasons[0]

    assert text[reason.start : reason.end] == reason.words
    assert "kill myself" in reason.words
    assert reason.words in str(reason)


def test_reasons_in_a_title_stand_in_the_title():
    found = screen("Hello there.", context=Context(title="I want to kill myself"))

    assert found.band in {"now", "soon"}
    assert found.reasons[0].in_title
    assert "I want to kill myself"[found.reasons[0].start : found.reasons[0].end] == found.reasons[0].words


def test_reasons_in_a_text_under_a_title_stand_in_the_text():
    text = "I want to kill myself"

    reason = screen(text, context=Context(title="Hello everyone")).reasons[0]

    assert not reason.in_title
    assert text[reason.start : reason.end] == reason.words


@pytest.mark.parametrize("text", ["me too", "Same here, I feel the same", "take me with you"])
def test_agreeing_with_a_text_about_danger_is_looked_at(text):
    assert screen(text).band == "none"
    assert screen(text, context=Context(answering="now")).band != "none"


def test_a_helper_s_answer_to_a_text_about_danger_raises_nothing():
    answer = "I used to feel the same way years ago. You are not alone, please call somebody."

    assert screen(answer, context=Context(answering="now")).band == "none"


def test_every_signal_staff_are_shown_has_words():
    kinds = {kind for kinds in TELLING.values() for kind in kinds}
    for file in ("others", "agreeing", "es", "ar", "fr", "de", "pt"):
        kinds |= set(read_rules(file)) - {"short"}

    assert kinds == set(phrases.SAYS)
    assert set(phrases.CONCERNS) == set(CONCERNS)


def test_an_operator_s_thresholds_change_the_band_and_nothing_else():
    never = dict.fromkeys(CONCERNS, Threshold(look=1.1))

    usual, quiet = screen(DANGER[0]), screen(DANGER[0], thresholds=never)

    assert quiet.band == "none"
    assert quiet.concerns == usual.concerns


def test_the_front_door_of_safety_answers_the_same():
    assert screen_text(DANGER[1], language="en") == screen(DANGER[1], "en")


@given(
    st.text(alphabet=st.characters(), max_size=300),
    st.sampled_from([None, "en", "es", "ar", "zz", "", "x-\ud800"]),
)
@settings(max_examples=120, deadline=None)
def test_no_text_breaks_it(text, language):
    found = screen(text, language)

    assert found.band in BANDS
    assert set(found.concerns) == set(CONCERNS)
    assert all(0 <= chance <= 1 for chance in found.concerns.values())
    assert all(0 <= reason.start < reason.end <= len(text) for reason in found.reasons)


@pytest.mark.parametrize(
    "text",
    ["", "\x00" * 50, "\ud800\udfff \udc00", "e" + "\u0301" * 5000, "\u202e\u200d\ufeff", "*" * 5000, "a*" * 3000,
     "k " * 4000, '"' * 3000, "\U0001f3f4\U000e0067\U000e0062", "1" * 10_000, "'" * 999 + "i"],
)  # fmt: skip
def test_broken_and_strange_texts_are_read_as_far_as_they_can_be(text):
    assert screen(text).band == "none"


def test_combining_marks_hide_nothing():
    marked = "".join(letter + "\u0336" for letter in "I want to die")

    assert unicodedata.combining(marked[1])
    assert screen(marked).band in {"now", "soon"}


def test_a_megabyte_costs_little_and_its_middle_is_still_read():
    text = "The weather was fine and we walked. " * 15_000 + "I want to kill myself tonight. "
    text += "The weather was fine and we walked. " * 15_000
    screen("warm up")

    started = time.process_time()
    found = screen(text)

    assert time.process_time() - started < 1.5  # a loose bound: the machine may be busy
    assert found.band in {"now", "soon"}


@pytest.mark.parametrize(
    "text",
    [
        "My husband hits me. Last night he put his hands around my throat and I am scared to go home.",
        "He choked me last night until I passed out.",
        "He has a knife and says he will kill me tonight.",
    ],
)
def test_a_throat_or_a_weapon_does_not_wait_a_day(text: str) -> None:
    assert screen(text).band in ("soon", "now")


@pytest.mark.parametrize(
    "text",
    [
        "The scarf around my neck itches and she knitted it herself.",
        "My mum put her arms around me and I choked up.",
        "My brother has a pocket knife for the mushrooms.",
        "My mother is going to kill me when she sees the carpet.",
        "He gave me a knife to cut the bread.",
    ],
)
def test_a_scarf_and_a_bread_knife_are_none(text: str) -> None:
    assert screen(text).band == "none"


@pytest.mark.parametrize(
    "text",
    [
        "My boyfriend is hitting me right now and I locked myself in the bathroom",
        "He is outside my door and I am scared he will hurt me",
        "my husband just threw me against the wall, I'm hiding with the kids",
        "He has a knife and says he will kill me tonight.",
    ],
)
def test_somebody_who_is_being_hurt_is_met_at_once(text: str) -> None:
    assert screen(text).band == "now"


@pytest.mark.parametrize(
    "text",
    [
        "My stepdad hurts me every night and I am 14",
        "he said he will kill me if I leave",
        "My uncle molests me",
    ],
)
def test_a_child_who_is_hurt_and_a_threat_to_a_life_wait_for_no_day(text: str) -> None:
    assert screen(text).band == "soon"


@pytest.mark.parametrize(
    "text",
    [
        "my boss will kill me if I'm late tonight",
        "My brother hit the table and I was hiding in the kitchen",
        "I locked myself in the bathroom to cry",
        "He hurt me with those words, so I locked myself in and cried",
        "I dreamt he was attacking me and now I can't sleep",
        "My ex was hitting me, that was years ago, and right now I am safe",
        "My sister is hitting me up now for money",
    ],
)
def test_a_quarrel_a_dream_and_what_is_long_over_call_nobody_at_once(text: str) -> None:
    assert screen(text).band in ("none", "look")
