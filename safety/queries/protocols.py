"""Protocols as staff read them: the newest of each concern, older ones, and how far a case is with its own."""

from dataclasses import dataclass

from safety.models import Case, Concern, Protocol, StepDone
from safety.protocols import guide_for, in_words


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a case: its number from 1, what to do, and who did it when, None while nobody has."""

    number: int
    words: str
    done: StepDone | None


def newest_protocol(concern: str) -> Protocol:
    """Return the steps in force for a concern; ours, not yet stored, where no case has needed them."""
    found = Protocol.objects.filter(concern=concern).select_related("by").order_by("-version").first()
    guide = guide_for(concern)
    return found or Protocol(concern=concern, steps=list(guide.steps), replies=list(guide.replies))


def list_protocols() -> list[Protocol]:
    """Return the steps in force, one protocol a concern."""
    return [newest_protocol(concern) for concern in Concern.values]


def list_versions(concern: str) -> list[Protocol]:
    """Return every version there was of the steps for a concern, newest first."""
    return list(Protocol.objects.filter(concern=concern).select_related("by").order_by("-version"))


def steps_of(case: Case) -> list[StepRow]:
    """Return the steps of the protocol a case began with, with what was ticked off."""
    if case.protocol is None:
        return []
    ticked = StepDone.objects.filter(case=case, protocol=case.protocol_id).select_related("by")
    done = {step.number: step for step in ticked}
    numbered = enumerate(case.protocol.steps, start=1)
    return [StepRow(number, in_words(words), done.get(number)) for number, words in numbered]


def replies_of(case: Case) -> list[str]:
    """Return the words to begin an answer with."""
    return [in_words(words) for words in case.protocol.replies] if case.protocol else []
