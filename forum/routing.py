"""Who is quietly asked about a thread that waits, and why: rules on facts, without a database.

Nothing here is ever shown: no score, no order, not who was asked. What is anonymous is nobody's here too: an
anonymous thread is not told apart by who wrote it, or its author's blocks, past or first post would show in who
hears of it and when.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from forum.likeness import share_a_subject
from forum.models.threads import Wants

ASKED_AT_ONCE = 3  # so that one can be busy, one unsure, and the thread still has somebody
OFFER_LASTS = timedelta(hours=12)
A_WEEK = timedelta(days=7)
WITHIN = timedelta(days=1)  # what we mean to manage for everybody
NO_LONGER_THAN = timedelta(days=7)  # whoever asked has moved on; the list of waiting threads still has it

# What counts for somebody, in points. A reply in the same space says that they know how people talk there; having
# been there counts most where the author asked for it. Whoever answered when asked before will rather do so again.
REPLIED_HERE = 3.0
KNOWS_THE_TOPIC = 3.0
HAS_BEEN_THERE = 3.0
AS_THE_AUTHOR_WISHES = 2.0  # on top, where people who have been there were asked for
SAME_LANGUAGE = 1.0
ANSWERS_OFFERS = 2.0  # times the share of offers they answered, one in two while we know nothing
IS_HERE = 4.0  # an offer nobody looks at before it is over helps nobody
EACH_OFFER_THIS_WEEK = -1.0  # so that the same few do not carry everything


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread that waits. `author_id` is known for anonymous ones too, and used only not to ask the author.

    `readers` are the members let into its space, None where every member reads.
    """

    id: int
    space_id: int
    author_id: int
    is_anonymous: bool
    is_first_post: bool
    created_at: datetime
    subject: str
    topics: frozenset[str]
    wants: str
    language: str = ""
    readers: frozenset[int] | None = None

    @property
    def is_early(self) -> bool:
        """Whether it is asked about sooner. Anonymous threads always are, as if each were somebody's first."""
        return self.is_anonymous or self.is_first_post


@dataclass(frozen=True, slots=True)
class Terms:
    """What a helper can carry: from their settings."""

    weekly_cap: int
    quiet_from: int
    quiet_until: int
    time_zone: str
    languages: frozenset[str] = frozenset()
    known_topics: frozenset[str] = frozenset()
    refused_topics: frozenset[str] = frozenset()

    def is_quiet_at(self, now: datetime) -> bool:
        """Tell whether these are their quiet hours; `quiet_from` and `quiet_until` are minutes of their day."""
        local = now.astimezone(ZoneInfo(self.time_zone))
        minute = local.hour * 60 + local.minute
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= minute < self.quiet_until
        return minute >= self.quiet_from or minute < self.quiet_until


@dataclass(frozen=True, slots=True)
class Helper:
    """A member who offered to help, with what speaks for and against asking them now.

    `lived_experience` is empty unless they chose to have it used. `apart_from` are members they are apart from by
    a block in either direction, or whom they muted.
    """

    id: int
    terms: Terms
    replied_spaces: frozenset[int] = frozenset()
    lived_experience: str = ""
    apart_from: frozenset[int] = frozenset()
    is_here: bool = False
    has_open_offer: bool = False
    offers_this_week: int = 0
    offers_answered: int = 0
    offers_let_go: int = 0
    last_offer_at: datetime | None = None


def is_due(waiting: Waiting, *, now: datetime, after: timedelta, after_first: timedelta) -> bool:
    """Tell whether it has waited long enough to ask somebody, and not so long that nobody should be asked."""
    waited = now - waiting.created_at
    return (after_first if waiting.is_early else after) <= waited <= NO_LONGER_THAN


def might_understand(helper: Helper, waiting: Waiting) -> bool:
    """Tell whether this is one for them: where they read, nothing they refused, their language, nobody they avoid."""
    if waiting.readers is not None and helper.id not in waiting.readers:
        return False
    if waiting.topics & helper.terms.refused_topics:
        return False
    if waiting.language and helper.terms.languages and waiting.language not in helper.terms.languages:
        return False
    return waiting.is_anonymous or waiting.author_id not in helper.apart_from


def can_carry_more(helper: Helper, *, now: datetime) -> bool:
    """Tell whether they may be asked now: one thing at a time, their own cap a week, not in their quiet hours."""
    return (
        not helper.has_open_offer
        and helper.offers_this_week < helper.terms.weekly_cap
        and not helper.terms.is_quiet_at(now)
    )


def points(helper: Helper, waiting: Waiting) -> float:
    """Return how likely this helper is to answer this thread well, for putting in order and for nothing else."""
    known = helper.offers_answered + helper.offers_let_go
    total = ANSWERS_OFFERS * (helper.offers_answered + 1) / (known + 2)
    total += EACH_OFFER_THIS_WEEK * helper.offers_this_week
    total += IS_HERE if helper.is_here else 0
    if waiting.space_id in helper.replied_spaces:
        total += REPLIED_HERE
    if waiting.topics & helper.terms.known_topics:
        total += KNOWS_THE_TOPIC
    if has_been_there(helper, waiting):
        total += HAS_BEEN_THERE
        total += AS_THE_AUTHOR_WISHES if waiting.wants == Wants.BEEN_THERE else 0
    if waiting.language and waiting.language in helper.terms.languages:
        total += SAME_LANGUAGE
    return total


def has_been_there(helper: Helper, waiting: Waiting) -> bool:
    """Tell whether what they shared of their own life names what the thread is about."""
    return share_a_subject(helper.lived_experience, waiting.subject)


def likely_first(helpers: Iterable[Helper], waiting: Waiting, *, now: datetime) -> list[Helper]:
    """Return those who may be asked about this thread now, the likeliest first.

    Among equals whoever was asked longest ago comes first.
    """
    able = [
        helper
        for helper in helpers
        if helper.id != waiting.author_id
        and might_understand(helper, waiting)
        and can_carry_more(helper, now=now)
    ]
    return sorted(able, key=lambda helper: (-points(helper, waiting), _last_asked(helper), helper.id))


def _last_asked(helper: Helper) -> float:
    return helper.last_offer_at.timestamp() if helper.last_offer_at else 0.0


def most_pressing_first(waiting: Collection[Waiting], *, now: datetime) -> list[Waiting]:
    """Return them in the order in which somebody should be asked about them.

    Whoever can still hear from somebody within a day comes before whoever cannot; among these first posts (and
    anonymous ones) come first, then whoever waited longest.
    """
    return sorted(
        waiting, key=lambda one: (now - one.created_at > WITHIN, not one.is_early, one.created_at, one.id)
    )
