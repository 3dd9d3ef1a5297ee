"""Talking to somebody now: how things stand for whoever asks, and for whoever listens."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from api.v1.shapes.basics import Body, Flag, Minute, Out, minute, words
from listening.models import LeadNote, Talk
from listening.queries import ListenerPage, NowPage, Sums

Help = Literal["listen", "ideas", "company"]
HeardAnswer = Literal["", "yes", "partly", "no"]
SaferAnswer = Literal["", "yes", "same", "no"]


NoteWords = Annotated[str, words(2_000)]


def _counted(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else "x"


Few = Annotated[int, Field(ge=0, le=4), BeforeValidator(_counted)]


class TalkOut(Out):
    """A talk between a member and a listener. What is said stands in its conversation."""

    id: int
    conversation: int
    help: Help
    began_at: Minute
    listener: bool = Field(description="Whether it is you who listens")
    over: bool
    asks_to_pass: bool = Field(description="Whether the listener asks to pass the member on to somebody else")
    would_stay: bool = Field(description="Whether the member would rather not go on with somebody else")

    @classmethod
    def of(cls, talk: Talk, viewer: Any) -> dict[str, Any]:
        conversation = talk.conversation
        return {
            "id": talk.pk, "conversation": talk.conversation_id, "help": talk.help,
            "began_at": minute(talk.began_at or talk.waits_since), "listener": talk.listener_id == viewer.pk,
            "over": conversation is None or conversation.ended_at is not None,
            "asks_to_pass": talk.passing == "asked", "would_stay": talk.passing == "declined",
        }  # fmt: skip


class Waiting(Out):
    """Your place in the queue."""

    help: Help
    since: Minute
    before: int = Field(description="How many people are before you")


class NowOut(Out):
    """How things stand for somebody who would like to talk now."""

    somebody_here: bool = Field(description="Whether anybody is on duty who listens")
    next_shift_at: Minute | None
    wait_known: bool = Field(description="False while too few asked lately to say how long it takes")
    wait_minutes: int | None = Field(
        description="Within how many minutes half of those who asked lately had somebody; null where they had nobody"
    )
    waiting: Waiting | None
    talk: TalkOut | None

    @classmethod
    def of(cls, page: NowPage, viewer: Any) -> dict[str, Any]:
        talk = page.talk
        waiting = talk and page.is_waiting and {
            "help": talk.help, "since": minute(talk.place_at), "before": page.before
        }  # fmt: skip
        return {
            "somebody_here": page.is_somebody_here,
            "next_shift_at": page.next_shift_at and minute(page.next_shift_at),
            "wait_known": page.usual is not None, "wait_minutes": page.usual and page.usual.minutes,
            "waiting": waiting or None, "talk": None if talk is None or waiting else TalkOut.of(talk, viewer),
        }  # fmt: skip


class Asked(Body):
    """What would help."""

    help: Help = "listen"


class PassingAnswer(Body):
    """Whether you go on with another listener."""

    go: Flag


class Answers(Body):
    """What you say of your talk; nobody reads answers one by one."""

    heard: HeardAnswer = ""
    safer: SaferAnswer = ""


class SomebodyWaiting(Out):
    """Somebody who waits; who it is you learn when you talk."""

    help: str
    since: Minute
    away: bool


class ListeningOut(Out):
    """How things stand for somebody who listens."""

    on_duty: bool
    most_at_once: int
    waiting: list[SomebodyWaiting]
    talks: list[TalkOut]

    @classmethod
    def of(cls, page: ListenerPage, viewer: Any) -> dict[str, Any]:
        return {
            "on_duty": page.is_on_duty, "most_at_once": page.limit,
            "waiting": [
                {"help": row.help, "since": minute(row.since), "away": row.is_away} for row in page.rows
            ],
            "talks": [TalkOut.of(talk, viewer) for talk in page.own],
        }  # fmt: skip


class LimitChosen(Body):
    most_at_once: Few = Field(description="With how many people you talk at a time; nobody else sees it")


class NewNote(Body):
    words: NoteWords = Field(description="Sealed; whoever leads reads it, nobody else")


class NoteOut(Out):
    """What a listener noted after a talk."""

    by: str
    about: str | None = Field(description="With whom the talk was, where you see them")
    words: str
    written_at: Minute

    @classmethod
    def of(cls, note: LeadNote, about: str) -> dict[str, Any]:
        return {
            "by": note.by.name, "about": about or None, "words": note.words,
            "written_at": minute(note.written_at),
        }  # fmt: skip


class Counted(Out):
    answer: str
    count: int


class SumsOut(Out):
    """What members answered after their talks, in sums that grow by fives."""

    answered: int
    heard: list[Counted]
    safer: list[Counted]


class LeadPage(Out):
    notes: list[NoteOut]
    answers: SumsOut | None = Field(description="Null while they would tell what one person said")

    @classmethod
    def of(cls, notes: list[tuple[LeadNote, str]], sums: Sums | None) -> dict[str, Any]:
        def counted(counts: list[tuple[str, int]]) -> list[dict[str, Any]]:
            return [{"answer": label, "count": count} for label, count in counts]

        answers = sums and {
            "answered": sums.answered, "heard": counted(sums.heard), "safer": counted(sums.safer)
        }  # fmt: skip
        return {"notes": [NoteOut.of(note, about) for note, about in notes], "answers": answers}
