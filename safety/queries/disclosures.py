"""Requests to see who somebody is, as staff on the case find them."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from people.models import Member
from safety import permissions
from safety.models import Case, Disclosure
from safety.queries.cases import who_may_handle


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One request: how it stands, and what this member of the staff can do with it now."""

    disclosure: Disclosure
    can_allow: bool
    can_see: bool
    waits: bool


def list_disclosures(case: Case, *, viewer: Member, now: datetime) -> list[DisclosureRow]:
    """Return the requests about a case, oldest first; for staff who may see the case."""
    return [
        DisclosureRow(
            one,
            permissions.can_allow(viewer, one) and now < one.asked_at + permissions.REQUEST_LASTS,
            permissions.can_see_disclosed(viewer, one, now=now),
            one.answered_at is None and now < one.asked_at + permissions.REQUEST_LASTS,
        )
        for one in case.disclosures.select_related("asked_by", "answered_by", "case")
    ]


def get_disclosure(case: Case, disclosure_id: int) -> Disclosure:
    """Return a request about this case; Http404 for others."""
    found = case.disclosures.select_related("member", "case").filter(pk=min(disclosure_id, 2**63 - 1)).first()
    if found is None:
        raise Http404
    return found


def who_may_allow(asked: Disclosure) -> list[int]:
    """Return the ids of those who may allow a request."""
    staff = Member.objects.filter(pk__in=who_may_handle(asked.case))
    return [one.pk for one in staff if permissions.can_allow(one, asked)]


def is_wanted(case: Case, *, viewer: Member, now: datetime) -> bool:
    """Whether a request waits that this member of the staff may allow."""
    return any(row.can_allow for row in list_disclosures(case, viewer=viewer, now=now))
