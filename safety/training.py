"""What whoever listens or moderates should know, in our own words, and a few questions to check oneself with."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

EDITION = 1  # goes up when the notes change so much that they should be read again


@dataclass(frozen=True, slots=True)
class Note:
    """One short note to read."""

    title: Any
    words: Any


@dataclass(frozen=True, slots=True)
class Question:
    """One question about the notes: its answers by letter, the right one, and why it is right."""

    code: str
    asks: Any
    answers: dict[str, Any]
    right: str
    because: Any


NOTES = [
    Note(
        _("You are a peer"),
        _(
            "You are beside people, not above them. You have no diagnosis to give and nothing to treat. What "
            "you have is time, and perhaps that you have been there. Everybody may give and take here, you "
            "too."
        ),
    ),
    Note(
        _("Listen first"),
        _(
            "Say back what you understood before you say anything else. Ask what would help instead of "
            "guessing. Where the author wants somebody to listen, leave advice out, however good it is."
        ),
    ),
    Note(
        _("When somebody speaks of dying"),
        _(
            "Ask plainly whether they think of ending their life: asking does not put the thought there. Be "
            "glad that they wrote. Point to “Get help now”, and ask a person at the safety desk to look "
            "along. Never handle it alone, and never promise to keep it to yourself."
        ),
    ),
    Note(
        _("What stays out"),
        _(
            "No ways, means, amounts or places of hurting oneself, and no details that could be one. No "
            "contact outside, no money, no flirting. Nobody is asked who they are. What you read as a helper "
            "stays here."
        ),
    ),
    Note(
        _("Your own edges"),
        _(
            "You may leave a thread that is too much, say that you have to go, and leave a subject to others."
            " You are not on duty because you are online. If you notice that you think of somebody all day, "
            "tell your buddy or those who run this place."
        ),
    ),
    Note(
        _("If you moderate"),
        _(
            "Being in pain is never a reason to take anything away. Decide little, give reasons the person "
            "can use, and let somebody else look when you are angry. Whoever is decided about may ask for "
            "another look, and that is no attack on you."
        ),
    ),
]

QUESTIONS = [
    Question(
        "advice",
        _("Somebody asks that people just listen. You know exactly what helped you. What do you do?"),
        {
            "a": _("Tell them what helped me; it may help them too."),
            "b": _("Say back what I understood, and ask whether they would like to hear it."),
            "c": _("Leave the thread to people with the right training."),
        },
        "b",
        _("What they asked for counts. Asking first leaves the choice with them."),
    ),
    Question(
        "dying",
        _("Somebody writes that it would be better not to wake up. What do you do?"),
        {
            "a": _("Change the subject to something lighter."),
            "b": _("Wait for somebody who knows more about it."),
            "c": _("Ask plainly whether they think of ending their life, and call the safety desk."),
        },
        "c",
        _("Asking does not put the thought there, and nobody should be alone with the answer, you included."),
    ),
    Question(
        "secret",
        _("Somebody will only tell you something if you promise to tell nobody. What do you say?"),
        {
            "a": _("That I cannot promise it where somebody may be in danger, and why."),
            "b": _("I promise, so that they speak at all."),
            "c": _("I promise, and report it afterwards without saying so."),
        },
        "a",
        _("A promise you would have to break costs more trust than an honest no."),
    ),
    Question(
        "outside",
        _("Somebody you have got on with well asks for your number. What do you do?"),
        {
            "a": _("Give it: they trust me."),
            "b": _("Say kindly that we stay here, and that they can write here any time."),
            "c": _("Stop answering them."),
        },
        "b",
        _("Here others can look along. Outside both of you are alone, and silence would hurt."),
    ),
    Question(
        "enough",
        _("You have read three hard threads and the fourth makes your hands shake. What do you do?"),
        {
            "a": _("Go on: somebody is waiting."),
            "b": _("Answer quickly, so that it is over."),
            "c": _("Leave it to others, have a break, and tell somebody."),
        },
        "c",
        _(
            "An answer from somebody who cannot any more helps neither side. The thread stays in the list for"
            " others."
        ),
    ),
    Question(
        "pain",
        _(
            "A post is full of despair and names no way of hurting oneself. Somebody reported it. What is "
            "right?"
        ),
        {
            "a": _("Leave it where it is, and see to it that a person answers."),
            "b": _("Take it away, so that it upsets nobody."),
            "c": _("Close the account, so that they look for help elsewhere."),
        },
        "a",
        _("Being in pain is never a reason to take anything away. What is needed is a person."),
    ),
]
