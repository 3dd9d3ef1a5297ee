"""What a program shows to whoever wrote worrying words: people to talk to, the same whatever they wrote."""

from typing import Any, Literal

from pydantic import Field

from api.v1.shapes.basics import Body, Minute, Out, minute
from api.v1.shapes.notices import LineOut
from safety.queries import CarePanel


class CareOut(Out):
    """Show it to the author at once, above everything else, and to nobody else. It delays nothing."""

    says: str = Field(description="What to say first, in a person's tone")
    somebody_here: bool = Field(description="Whether a person is on duty who is told at once when they ask")
    next_shift: Minute | None = Field(description="When somebody is down to be here next, where that is soon")
    asked: bool = Field(description="Whether they asked for a person already")
    answered_here: bool = Field(
        description="Whether the answer comes where the words stand; otherwise somebody writes to them"
    )
    answer_at: str = Field(description='Where to POST {"do": "talk"}, "safe" or "away"')
    lines: list[LineOut] = Field(
        description="Crisis lines of the country the request named in its address, as ?country=IE; else none"
    )
    own_notes: str | None = Field(
        description="Where to read what the author wrote to themselves for such a moment; null where there is nothing. "
        "Show it only when they ask"
    )
    help_lines: str = Field(
        description="Where to find lines by country; ask the author for it, and keep it nowhere"
    )

    @classmethod
    def of(cls, panel: CarePanel) -> dict[str, Any]:
        nobody = panel.nobody_here
        return {
            "says": panel.sentence, "somebody_here": nobody is None, "asked": panel.has_asked,
            "next_shift": minute(nobody.next_shift_at) if nobody and nobody.next_shift_at else None,
            "answered_here": panel.is_answered_here, "answer_at": panel.action, "help_lines": "/api/v1/help-lines",
            "own_notes": "/api/v1/me/safety-notes" if panel.notes else None,
            "lines": [LineOut.of(line) for line in panel.country.lines] if panel.country else [],
        }  # fmt: skip


class CareAnswer(Body):
    """What the author answers: that they would like to talk, that they are safe, or to put the offer away."""

    do: Literal["talk", "safe", "away"]


ABOUT_CARE = "People to talk to, where the words sound as if somebody in danger wrote them; for their author, else null"
