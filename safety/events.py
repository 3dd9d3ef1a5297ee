"""What can happen at the desk, as pointers, and who may hear of it: staff alone."""

from live.actions import publish
from people.models import Member
from people.permissions import allows
from safety.models import Case, Source

CASE_CHANGED = "safety.case_changed"
EVERYBODY, OPERATORS = 1, 2


def announce_case(case: Case) -> None:
    """Tell the desk that a case is new or stands otherwise now."""
    channels = [f"desk:{OPERATORS if case.source == Source.COMPLAINT else EVERYBODY}"]
    if case.place:
        channels.append(f"desk_{case.place}")
    publish(channels, CASE_CHANGED, {"case": case.pk})


def may_listen_to_desk(member: Member, number: int) -> bool:
    """1 for all who handle reports, 2 for the operators. Places have channels of their own (desk_space:3)."""
    return allows(
        member, {EVERYBODY: "handle_reports", OPERATORS: "handle_escalations"}.get(number, "see_audit")
    )
