"""The steps for each concern: new versions of them, and ticking them off in a case."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from people.models import Member
from safety import permissions
from safety.actions.audit import record
from safety.models import Case, Protocol, StepDone
from safety.protocols import guide_for
from safety.queries import newest_protocol


class ProtocolMoved(Exception):
    """Somebody else published a version meanwhile; `protocol` is the one in force."""

    def __init__(self, protocol: Protocol) -> None:
        super().__init__()
        self.protocol = protocol


def protocol_for(concern: str) -> Protocol:
    """Return the stored steps in force for a concern; ours become the first version when they are first needed."""
    found = Protocol.objects.filter(concern=concern).order_by("-version").first()
    if found:
        return found
    guide = guide_for(concern)
    ours = {"steps": list(guide.steps), "replies": list(guide.replies)}
    return Protocol.objects.get_or_create(concern=concern, version=1, defaults=ours)[0]


@transaction.atomic
def publish_protocol(
    concern: str, *, steps: Sequence[str], replies: Sequence[str], version: int, by: Member, now: datetime
) -> Protocol:
    """Put new steps in force; for the operators and the safeguarding lead. Open cases keep those they began with.

    `version` is the one the form was opened with; ProtocolMoved if another came meanwhile.
    """
    if not permissions.can_edit_protocols(by):
        raise PermissionDenied
    newest = protocol_for(concern)
    if (newest.steps, newest.replies) == (list(steps), list(replies)):
        return newest
    if newest.version != version:
        raise ProtocolMoved(newest)
    try:
        with transaction.atomic():
            published = Protocol.objects.create(
                concern=concern, version=version + 1, steps=list(steps), replies=list(replies), by=by, at=now
            )
    except IntegrityError:
        raise ProtocolMoved(newest_protocol(concern)) from None
    record(
        "safety.protocol_published", by=by, now=now,
        subject=f"safety.protocol:{published.pk}", details={"concern": concern, "version": published.version},
    )  # fmt: skip
    return published


@transaction.atomic
def tick_step(case: Case, *, number: int, by: Member, now: datetime) -> None:
    """Note that a step of the case's protocol was done; for whoever is on the case. Done twice, the first counts."""
    _refuse_others(case, number, by=by)
    _, is_new = StepDone.objects.get_or_create(
        case=case, protocol=case.protocol, number=number, defaults={"by": by, "at": now}
    )
    if is_new:
        _note("safety.step_done", case, number, by=by, now=now)


@transaction.atomic
def untick_step(case: Case, *, number: int, by: Member, now: datetime) -> None:
    """Take back that a step was done."""
    _refuse_others(case, number, by=by)
    if StepDone.objects.filter(case=case, protocol=case.protocol, number=number).delete()[0]:
        _note("safety.step_undone", case, number, by=by, now=now)


def _refuse_others(case: Case, number: int, *, by: Member) -> None:
    is_a_step = case.protocol is not None and 1 <= number <= len(case.protocol.steps)
    if not (is_a_step and case.closed_at is None and permissions.is_on(by, case)):
        raise PermissionDenied


def _note(act: str, case: Case, number: int, *, by: Member, now: datetime) -> None:
    record(
        act, by=by, now=now, about_id=case.about_id,
        subject=f"safety.case:{case.pk}", details={"protocol": case.protocol_id, "step": number},
    )  # fmt: skip
