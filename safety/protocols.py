"""Our own steps for each concern, and words to begin an answer with: what a place has until it writes its own.

In the spirit of what national guides for online communities agree on: read, weigh the danger, answer as a person,
pass on what is too big, look after those around and after oneself. No step is done by a program.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from safety.models import Concern

# Stands in an answer where something of one's own has to be said.
GAP = "[…]"


@dataclass(frozen=True, slots=True)
class Guide:
    steps: Sequence[str]
    replies: Sequence[str] = ()


_READ = _("Read the whole thread, and what the same voice wrote before.")
_PASS_ON = _(
    "If life is in danger and you know where: call the emergency number there. Note whom you told what."
)
_WHY = _("Tell the author why, and what they can do now.")
_SMALLEST = _("Do the smallest thing that helps: a word first, then a content note, then taking it down.")
_TOMORROW = _("Agree who asks tomorrow how they are.")
_YOURSELF = _("Afterwards, talk to somebody about how it was for you.")

_GENERAL = Guide(
    [
        _READ,
        _("Is anybody in danger? Then follow the steps for that first."),
        _("Which part of the policy or the agreement is it about? If none, nothing is needed."),
        _SMALLEST,
        _WHY,
    ],
    [
        _("Hello. Thank you for being here. I look after this place, and I am writing because […]."),
    ],
)
OURS: dict[str, Guide] = {
    Concern.CRISIS: Guide(
        [
            _READ,
            _(
                "Is something planned or begun? Pass it on to the operators at once, and go on here meanwhile."
            ),
            _("Answer as a person: you are glad they wrote, and sorry that it is this bad."),
            _(
                "Ask plainly whether they are thinking of ending their life. Asking does not put the thought there."
            ),
            _("Point to the lines that are open now in their country."),
            _PASS_ON,
            _("Look after those who answered: thank them, and say that it does not rest on them alone."),
            _TOMORROW,
            _YOURSELF,
        ],
        [
            _("""\
I am glad you wrote this here, and I am sorry that it is this bad. You said […].

Are you thinking of ending your life? You can tell me plainly. I am still here."""),
            _("""\
Thank you for answering me. […]

You do not have to get through tonight alone. Under “Get help now” are people who talk about this every day. I will \
look in here again […]."""),
        ],
    ),
    Concern.ABUSE: Guide(
        [
            _READ,
            _(
                "Is somebody in danger right now, or is it about a child? Pass it on to the operators at once."
            ),
            _("Believe them, and say that it is not their fault."),
            _("Do not tell them to leave or to confront anybody: that can be the most dangerous moment."),
            _("Say that a device can be watched, and show them “Leave” and discreet mode."),
            _("Point to the lines for violence at home in their country."),
            _("Take down what tells who or where they are, with your reasons."),
            _TOMORROW,
            _YOURSELF,
        ],
        [
            _("""\
Thank you for trusting us with this. […]

What is being done to you is not your fault. Under “Get help now” are people who know about this and who will not \
push you to do anything."""),
        ],
    ),
    Concern.HARM: Guide(
        [
            _READ,
            _("Is somebody named, is it soon, is it within reach? Pass it on to the operators at once."),
            _("Keep what was written: take it down rather than have it changed."),
            _PASS_ON,
            _("Write to the author calmly: what you read, and whom they can talk to now."),
            _("Look after whoever is meant by it, and after those who read it."),
            _YOURSELF,
        ],
        [
            _("""\
I read what you wrote about […], and I would rather ask than pass by.

What would help so that nobody gets hurt tonight? The people under “Get help now” talk about this too."""),
        ],
    ),
    Concern.HATE: Guide(
        [
            _(
                "Read it in its thread: quoting hate, answering it, or using a word of one's own group is no attack."
            ),
            _("Was somebody here attacked? Write to them first."),
            _("Which part of the policy or the agreement is it about?"),
            _SMALLEST,
            _WHY,
            _("Does it go on? Look at the other cases and posts of the same voice."),
        ],
    ),
    Concern.CONTACT: Guide(
        [
            _READ,
            _("Is somebody young, or were pictures asked for? Keep everything, and pass it on at once."),
            _("Take down addresses, numbers and names of accounts elsewhere."),
            _("Write to whoever was asked: they did nothing wrong, and they can block."),
            _("A pause from posting gives you time to look."),
            _WHY,
        ],
    ),
    Concern.METHOD: Guide(
        [
            _("Take down how, how much and where. What somebody feels can stay."),
            _("Is the author in danger? Then follow the steps for suicide or self-harm too."),
            _("Was it quoted or repeated in the replies? Look through them."),
            _("Tell the author why, and that they are welcome to write again without it."),
            _YOURSELF,
        ],
        [
            _("""\
I took your post down because it says how, and somebody reading it may be close to doing it. What you feel belongs \
here. […]

Would you write it again without that part?"""),
        ],
    ),
    Concern.SERVICE: Guide(
        [
            _("Read it as if it were about somebody else's work."),
            _("Whoever it is about does not answer it."),
            _("Say what you found, what you will change, and by when."),
        ],
    ),
}


def guide_for(concern: str) -> Guide:
    """Return our own steps for this concern."""
    return OURS.get(concern, _GENERAL)


_WORDS = frozenset(words for guide in (*OURS.values(), _GENERAL) for words in (*guide.steps, *guide.replies))


def in_words(words: str) -> str:
    """Return a step or an answer in the reader's language while it is ours; an operator's stays as they wrote it."""
    return gettext(words) if words in _WORDS else words


def is_lent(words: str, replies: Sequence[str]) -> bool:
    """Whether these are the words lent by the protocol, whatever was done to spaces, signs and capitals."""
    return bool(words) and _letters(words) in {_letters(reply) for reply in replies}


def has_gap(words: str) -> bool:
    """Whether a place for something of one's own was left open."""
    return GAP in words or "[...]" in words


def _letters(words: str) -> str:
    return "".join(sign for sign in words.casefold() if sign.isalnum())
