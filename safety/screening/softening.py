"""What takes weight from a signal: said of the past, by others, in quotation, in song, in jest, or denied."""

from collections.abc import Iterable
from dataclasses import dataclass

from safety.screening.reading import Sentence
from safety.screening.rules import Hit

NEGATION = frozenset(
    "not no never nobody none nothing without neither nor hardly stop stopped refuse against instead rather".split()
)
NOT_A_NEGATION = frozenset("only sure care help stop wait mind but doubt know it".split())
# What a “no” inside a signal denies: “I do not want to die”, unlike “I do not want to live”.
DENIED_INSIDE = frozenset("active imminent thoughts attempt self_harm naming wishes_harm".split())
HARM = frozenset(
    "die dying dead death suicide suicidal myself kill killing killed hurt hurting harm harming harmed hang shoot shot"
    " drown attack attacked beat beaten rape burn bomb gas lynch punch murder murdered exterminated eliminated".split()
)
BINDS = frozenset("that say said saying think thinking mean believe claim".split())
PAST = frozenset("used ago formerly previously once past back childhood younger".split())
JUST_NOW = frozenset("second seconds moment moments minute minutes min mins hour hours bit".split())
GIVING = frozenset("pay give send paying giving sending".split())
SONG = frozenset(
    "song songs lyric lyrics chorus verse album singer sings sang sing singing rapper poem poetry novel movie film play"
    " episode series character characters fiction fictional quote quotes quoting playlist soundtrack documentary hero"
    " trailer game games player players article headline _musicalnote _multiplemusicalnotes".split()
)
SAYING = frozenset(
    "said says saying say told tells telling wrote writes texted messaged posted yelled screamed shouted called calls"
    " asked joked commented claims claimed reads tweeted replied announced shouting screaming yelling".split()
)
OTHERS = frozenset(
    "he she they him her them his their people person someone somebody friend friends brother sister son daughter mom"
    " mum mother dad father wife husband boyfriend girlfriend partner cousin uncle aunt ex guy girl man woman kid kids"
    " child children teacher neighbour neighbor coworker roommate everyone anyone patient patients client others who"
    " teens teenagers adults men women stranger celebrity actor singer".split()
)
SELF = frozenset("i me my myself mine we us our".split())
JEST = frozenset(
    "lol lmao lmfao rofl haha hahaha hahahaha jk kidding joking joke xd _facewithtearsofjoy"
    " _rollingonthefloorlaughing _skull".split()
)
SUPPOSING = frozenset("if would could might imagine hypothetically suppose unless".split())
SOFTENERS = ("denied", "quoted", "song", "reported", "past", "other", "jest", "supposed")


@dataclass(frozen=True, slots=True)
class Signal:
    """A hit and what softens it; nothing softens most."""

    hit: Hit
    softened: tuple[str, ...]


def weigh(hits: Iterable[Hit], sentences: list[Sentence]) -> list[Signal]:
    """Return each hit with what takes weight from it where it stands."""
    return [Signal(hit, tuple(_softeners(hit, sentences[hit.sentence]))) for hit in hits]


def _softeners(hit: Hit, sentence: Sentence) -> Iterable[str]:
    words = sentence.words
    before = words[max(0, hit.first - 12) : hit.first]
    inside = set(words)
    if _is_denied(words, hit.first) or (hit.kind in DENIED_INSIDE and _denies_itself(words, hit)):
        yield "denied"
    if sum(sentence.quoted[hit.first : hit.last + 1]) * 2 > hit.last - hit.first + 1:
        yield "quoted"
    if inside & SONG:
        yield "song"
    if _is_reported(before):
        yield "reported"
    if inside & PAST and _is_past(words):
        yield "past"
    if _is_about_others(before, words[hit.first : hit.last + 1]):
        yield "other"
    if not JEST.isdisjoint(words[: hit.first] + words[hit.last + 1 :]):
        yield "jest"
    if inside & SUPPOSING:
        yield "supposed"


def _is_past(words: list[str]) -> bool:
    """A word of the past; “pay you back” is none, and neither is “an hour ago”."""
    return any(word in PAST and not _is_of_now(words, place) for place, word in enumerate(words))


def _is_of_now(words: list[str], place: int) -> bool:
    shortly_before = set(words[max(0, place - 3) : place])
    return (words[place] == "back" and not GIVING.isdisjoint(shortly_before)) or (
        words[place] == "ago" and not JUST_NOW.isdisjoint(shortly_before)
    )


def _is_denied(words: list[str], first: int) -> bool:
    """A “no” in the four words before, unless it belongs to a phrase such as “not only” or to another clause."""
    for place in range(max(0, first - 4), first):
        if _is_negation(words, place):
            return words[first] != "i" or not BINDS.isdisjoint(words[place + 1 : first])
    return False


def _denies_itself(words: list[str], hit: Hit) -> bool:
    """A “no” inside the signal, shortly before the harm it names."""
    return any(
        _is_negation(words, place) and not HARM.isdisjoint(words[place + 1 : min(place + 5, hit.last + 1)])
        for place in range(hit.first, hit.last)
    )


def _is_negation(words: list[str], place: int) -> bool:
    following = words[place + 1] if place + 1 < len(words) else ""
    twice = place > 0 and words[place - 1] in {"not", "never"}
    is_other = following in NOT_A_NEGATION or _is_surprise(words, place)
    return words[place] in NEGATION and not is_other and not twice


def _is_surprise(words: list[str], place: int) -> bool:
    """“I never thought I would”, unlike “I never thought about it”; “until” takes that back."""
    is_denial = words[place + 2 : place + 3] in (["about"], ["of"]) and not {"until", "till", "before"} & set(
        words
    )
    return words[place : place + 2] == ["never", "thought"] and not is_denial


def _is_reported(before: list[str]) -> bool:
    for place, word in enumerate(before):
        if word in SAYING and any(other in OTHERS or other == "you" for other in before[:place][-5:]):
            return True
    return False


def _is_about_others(before: list[str], inside: list[str]) -> bool:
    if any(word in SELF for word in inside):
        return False
    for word in reversed(before):
        if word in SELF:
            return False
        if word in OTHERS or word in {"you", "your"}:
            return True
    return False
