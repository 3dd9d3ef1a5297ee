"""Publishing the community agreement, and saying yes to it."""

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.text import render_markdown
from live.actions import announce_access_change
from people.models import Acceptance, Agreement, Member
from people.permissions import allows
from people.queries import forget_viewer
from people.queries.agreements import AGREEMENT_KEY
from people.signals import staff_acted

AT_ONCE = 500


@transaction.atomic
def accept_agreement(member: Member, *, agreement: Agreement) -> None:
    """Remember that a member said yes to this version and to being old enough; saying it twice changes nothing."""
    Acceptance.objects.get_or_create(account_id=member.account_id, agreement=agreement)
    forget_viewer(member)


@transaction.atomic
def publish_agreement(*, body: str, by: Member) -> Agreement:
    """Put a new version in force; every member is asked again at their next page."""
    if not allows(by, "edit_agreement"):
        raise PermissionDenied
    agreement = Agreement.objects.create(body=body, html=render_markdown(body))
    staff_acted.send(
        None, act="people.agreement_published", by=by, about=None, details={"version": agreement.pk}
    )
    cache.delete(AGREEMENT_KEY)
    transaction.on_commit(lambda: cache.delete(AGREEMENT_KEY))
    _ask_streams_again()
    return agreement


def _ask_streams_again() -> None:
    """Have every open stream looked at at once: whoever has not said yes is told nothing more that pages would show."""
    everybody = list(Member.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(everybody), AT_ONCE):
        announce_access_change(everybody[start : start + AT_ONCE])
