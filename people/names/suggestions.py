"""Names to offer to somebody who would rather not think of one."""

import secrets

from people.names.words import SUGGESTED_FIRST, SUGGESTED_SECOND


def suggest_names(count: int = 5) -> list[str]:
    """Return different two-word names such as "Cedar Lantern", drawn at random."""
    chance = secrets.SystemRandom()
    firsts = chance.sample(SUGGESTED_FIRST, count)
    seconds = chance.sample(SUGGESTED_SECOND, count)
    return [f"{first} {second}" for first, second in zip(firsts, seconds, strict=True)]
