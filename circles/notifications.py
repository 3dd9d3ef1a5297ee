"""The kinds of notice that groups send. Which group it is, is looked up for whoever reads it."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles import permissions
from circles.models import Group, Membership, Waiting
from core.languages import isolated
from notifications.kinds import Kind, NoticeLine, register
from notifications.models import Notice
from people.models import Member


def _lines(
    notices: Sequence[Notice], groups: dict[int, Group], sentence: str, url: str = "/support-groups/{}/"
) -> dict[int, NoticeLine]:
    return {
        notice.pk: NoticeLine(
            text=sentence % {"group": isolated(groups[notice.subject_id].name)},
            url=url.format(notice.subject_id),
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in groups
    }


def describe_offers(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that a place is kept, while it is."""
    kept = Waiting.objects.filter(member=viewer, offered_until__gt=timezone.now()).values("group")
    groups = Group.objects.standing().filter(pk__in=kept).in_bulk([one.subject_id for one in notices])
    return _lines(notices, groups, _("A place in “%(group)s” is kept for you for two days."))


def describe_askers(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody asks for a place, while somebody does."""
    held = Membership.objects.filter(member=viewer, facilitates_since__isnull=False).values("group")
    asked = Waiting.objects.filter(admitted_at__isnull=True).values("group")
    groups = Group.objects.standing().filter(pk__in=held).filter(pk__in=asked)
    found = groups.in_bulk([one.subject_id for one in notices])
    return _lines(
        notices, found, _("Somebody asks for a place in “%(group)s”"), "/support-groups/{}/members/"
    )


def _holds_any(member: Member) -> bool:
    held = Membership.objects.filter(member=member, facilitates_since__isnull=False)
    return held.exists() or permissions.can_open_groups(member)


def install() -> None:
    """Tell the notice system how to put these into words."""
    register(
        Kind(
            "circles.place_offered",
            describe_offers,
            gettext_lazy("A place is kept for you for two days."),
            label=gettext_lazy("A place in a support group is free for me"),
        )
    )
    register(
        Kind(
            "circles.place_asked",
            describe_askers,
            gettext_lazy("Somebody asks for a place in a group you hold."),
            label=gettext_lazy("Somebody asks for a place in a support group I hold"),
            is_for=_holds_any,
        )
    )
