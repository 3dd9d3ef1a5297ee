"""The table of the proof: which secret each role may see. Everything the scan calls a leak is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

ROLES = ["stranger", "gone", "owing", "chen", "dana", "asha", "vera", "lena", "ines", "clara", "mo", "olu"]
"""stranger: not signed in. gone: a closed account whose browser still has its session. owing: has not accepted
the newest agreement. chen: a member like any other, who muted Rosalind and Verabelle. dana: blocked by Asha.
asha: the author. vera: writes anonymously and only so. lena: a listener. ines: was let into the space by request.
clara: a clinician, who blocked Verabelle. mo: a moderator. olu: the operator."""

# x  may see it      a  may see it on the pages of their own account only      -  must never see it
MAY_SEE = """
# secret                      | stranger gone owing chen dana asha vera lena ines clara mo   olu

# Whose an anonymous voice is: nobody's business, not even a moderator's or an operator's
who an anonymous voice is     | -        -    -     -    -    -    x    -    -    -     -    -
that the voice's owner exists | -        -    -     a    -    -    x    -    -    a     -    x
numbers of an anonymous voice | -        -    -     -    -    -    -    -    -    -     -    -
the second of an anonymous voice | -     -    -     -    -    -    a    -    -    -     -    -
words of an anonymous voice   | x        x    x     x    x    x    x    x    x    x     x    x

# Asha blocked Dana: neither meets the other, or the other's words; everybody else meets both
Asha, under her name          | x        x    x     x    -    x    x    x    x    x     x    x
Dana, under her name          | x        x    x     x    x    a    x    x    x    x     x    x
words Dana wrote              | x        x    x     x    x    -    x    x    x    x     x    x
words Asha wrote              | x        x    x     x    -    x    x    x    x    x     x    x
numbers of Dana's words       | x        x    x     x    x    -    x    x    x    x     x    x
numbers of Asha's words       | x        x    x     x    -    x    x    x    x    x     x    x
words Rosalind wrote          | x        x    x     -    x    x    x    x    x    x     x    x

# What is not, or no longer, for others
a removed reply               | -        -    -     -    -    a    -    -    -    -     -    -
a removed thread              | -        -    -     -    -    a    -    -    -    -     -    -
a held reply                  | -        -    -     x    -    -    -    -    -    -     x    x
a held anonymous reply        | -        -    -     -    -    -    x    -    -    -     x    x
a draft                       | -        -    -     -    -    -    -    x    -    -     -    -
words that wait to be sent    | -        -    -     -    -    -    -    x    -    -     -    -
what a post said before       | -        -    -     -    -    x    -    -    -    -     x    x
what was quoted and changed   | -        -    -     -    -    x    -    -    -    -     x    x

# Who somebody is and what they keep to themselves
experience for oneself only   | -        -    -     -    -    x    -    -    -    -     -    -
notes to oneself              | -        -    -     -    -    x    -    -    -    -     -    -
a name somebody gave up       | -        -    -     -    -    -    -    -    -    a     -    -
e-mail                        | -        -    -     -    -    a    -    -    -    -     -    -
what somebody is signed in with | -      -    -     -    -    a    -    -    -    -     -    -
about, for members            | -        -    x     x    -    x    x    x    x    x     x    x
pronouns, for anyone          | x        x    x     x    -    x    x    x    x    x     x    x
who gave support              | -        -    -     -    -    x    -    -    x    -     -    x
what others keep and follow   | -        -    -     -    -    -    -    -    -    -     -    -
other people's notices        | -        -    -     -    -    x    -    -    -    -     -    -

recovery codes                | -        -    -     -    -    -    -    -    -    -     -    -

# Who talks with whom: Ines with Asha, Dana with Asha before they were apart, Rosalind with Lena, who showed it to Mo
what Ines and Asha say to each other | - -   -     -    -    x    -    -    x    -     -    -
a message taken back          | -        -    -     -    -    -    -    -    a    -     -    -
what Asha said to Dana        | -        -    -     -    -    a    -    -    -    -     -    -
what Dana said to Asha        | -        -    -     -    a    -    -    -    -    -     -    -
numbers of a conversation     | -        -    -     -    -    x    -    -    x    -     -    -
what somebody asks in a few words | -    -    -     -    -    x    -    x    -    -     -    -
a request nobody is shown     | -        -    -     -    x    -    -    -    -    -     -    -
what was shown to staff       | -        -    -     -    -    -    -    x    -    -     x    x
what was not shown to staff   | -        -    -     -    -    -    -    x    -    -     -    -
the name of a group           | -        -    -     x    x    x    -    x    -    -     -    -
what Asha says in a group     | -        -    -     x    -    x    -    x    -    -     -    -
what Dana says in a group     | -        -    -     x    x    -    -    x    -    -     -    -
what was said before one came | -        -    -     -    x    x    -    x    -    -     -    -
words in a room behind a door | -        -    -     -    -    -    -    -    x    -     -    -
files in a room behind a door | -        -    -     -    -    -    -    -    x    -     -    -

# Talking to somebody now: Rosalind did with Lena, whose note is for the operators, since nobody else leads
what is said to a listener    | -        -    -     -    -    -    -    x    -    -     -    -
a note for whoever leads      | -        -    -     -    -    -    -    x    -    -     -    x

# Support groups: one by invitation that Lena holds; Vera has another name in it, and Mo, who opened it, has left
a support group by invitation | -        -    -     -    -    x    x    x    -    -     -    -
words in a support group      | -        -    -     -    -    x    x    x    -    -     -    -
a name in a support group     | -        -    -     -    -    x    x    x    -    -     -    -

# Circles: one is held in that group, with Lena, Asha and Vera; one is over, in another, where the desk asks after Vera
how somebody comes to a circle | -       -    -     -    -    x    x    x    -    -     -    -
what is said in a circle      | -        -    -     -    -    x    x    x    -    -     -    -
what is said beside a circle  | -        -    -     -    -    -    x    x    -    -     -    -
a note for help               | -        -    -     -    -    a    -    x    -    -     -    -
a running order               | -        -    -     -    -    -    -    x    -    -     -    -
notes before a circle         | -        -    -     -    -    -    -    x    -    -     -    -
words of a record             | -        -    -     -    -    -    -    x    -    -     -    -
what the desk wrote after a circle | -   -    -     -    -    -    x    -    -    -     x    x
numbers of a circle           | -        -    -     -    -    x    x    x    -    -     -    -
a name asked after            | -        -    -     -    -    x    x    x    -    -     x    x
whose a name in a group is    | -        -    -     -    -    -    x    -    -    -     -    -
a name somebody waits under   | -        -    -     -    -    -    -    x    a    -     -    -

# Reports, and what came of them: Lena reported Rosalind, Mo decided
words of a report             | -        -    -     -    -    -    -    a    -    -     x    x
a statement of reasons        | -        -    -     -    -    -    -    -    -    -     x    x
a reply that was taken down   | -        -    -     -    -    -    -    -    -    -     x    x

# Doors
a space for members           | -        -    x     x    x    x    x    x    x    x     x    x
words in a space for members  | -        -    x     x    x    x    x    x    x    x     x    x
a space by request            | -        -    x     x    x    x    x    x    x    x     x    x
words in a space by request   | -        -    -     -    -    -    -    -    x    -     -    -
numbers of what is behind it  | -        -    -     -    -    -    -    -    x    -     -    -
an archived space             | -        -    -     a    -    -    -    -    -    -     -    x
words in an archived space    | -        -    -     a    -    -    -    -    -    -     -    -

# Keys: nobody's, whoever they are
account numbers               | -        -    -     -    -    -    -    -    -    -     -    -
member numbers                | -        -    -     a    -    a    -    -    -    a     -    x
keys to accounts              | -        -    -     -    -    -    -    -    -    -     -    -
"""


def rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each secret with what the table says for every role."""
    for line in MAY_SEE.splitlines():
        if line.strip() and not line.startswith("#"):
            secret, marks = line.split("|")
            yield secret.strip(), dict(zip(ROLES, marks.split(), strict=True))


@dataclass
class Canary:
    """One secret: the forms under which it is recognised, each alone, or one of each group together.

    A form that the request itself carries (a search for a word, an address with the name) may come back; that
    is an echo. Whoever `has_a_page` may be met by those who ask for the page by name. `together` is for what is
    no secret in pieces: an alias is public, a name as well, but not both in one answer; there an echo counts,
    since asking about a name must not lead to its alias.
    """

    secret: str
    needles: set[str] = field(default_factory=set)
    has_a_page: bool = False
    together: tuple[set[str], set[str]] = (set(), set())

    def is_among(self, present: set[str], *, asked: str) -> str:
        """Return the form that is among the needles found in a text, "" if the text holds nothing of it."""
        if not (self.has_a_page and any(needle in asked for needle in self.needles)):
            for needle in self.needles & present:
                if needle not in asked:
                    return needle
        one, other = (min(group & present, default="") for group in self.together)
        return f"{one} with {other}" if one and other else ""

    def all_needles(self) -> set[str]:
        """Return every form it may be recognised by, alone or together with another."""
        return self.needles.union(*self.together)
