"""The kinds of notice that groups send. Which group it is, is looked up for whoever reads it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles import permissions
from circles.clock import moment_words, zone_of
from circles.models import Circle, Group, Membership, Waiting, Worry
from circles.queries import circles_for
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
    """Say that a place is kept, while it is, and afterwards that it went on."""
    offered, now = Waiting.objects.filter(member=viewer), timezone.now()
    groups = Group.objects.standing()
    kept = groups.filter(pk__in=offered.filter(offered_until__gt=now).values("group"))
    gone = groups.filter(pk__in=offered.run_out(now).values("group"))
    return {
        **_lines(
            notices,
            kept.in_bulk(_subjects(notices)),
            _("A place in “%(group)s” is kept for you for two days."),
        ),
        **_lines(
            notices,
            gone.in_bulk(_subjects(notices)),
            _("A place in “%(group)s” was kept for you for two days. It is not any more."),
        ),
    }


def describe_unheld(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that nobody holds a group, while that is so, to whoever can take it on."""
    if not permissions.can_open_groups(viewer):
        return {}
    groups = Group.objects.in_need().in_bulk(_subjects(notices))
    return _lines(
        notices, groups, _("Nobody holds the support group “%(group)s” any more. You can take it on.")
    )


def describe_closed(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say to those who were inside that the group has closed."""
    mine = Membership.objects.filter(member=viewer).values("group")
    groups = Group.objects.filter(pk__in=mine, closed_at__isnull=False).in_bulk(_subjects(notices))
    return _lines(notices, groups, _("The support group “%(group)s” has closed."), "/support-groups/")


def describe_askers(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody asks for a place, while somebody does."""
    held = Membership.objects.filter(member=viewer, facilitates_since__isnull=False).values("group")
    asked = Waiting.objects.filter(admitted_at__isnull=True).values("group")
    groups = Group.objects.standing().filter(pk__in=held).filter(pk__in=asked)
    found = groups.in_bulk([one.subject_id for one in notices])
    return _lines(
        notices, found, _("Somebody asks for a place in “%(group)s”"), "/support-groups/{}/members/"
    )


def describe_reminders(
    notices: Sequence[Notice], viewer: Member, *, now: datetime | None = None
) -> dict[int, NoticeLine]:
    """Say when the circle begins, in the reader's own time, while it has not ended."""
    now = now or timezone.now()
    found = circles_for(viewer).filter(ends_at__gt=now, cancelled_at__isnull=True)
    return _about_circles(
        notices, viewer, found.in_bulk(_subjects(notices)), _("Your circle begins on %(moment)s.")
    )


def describe_seats(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that a seat became free, while it is the reader's."""
    mine = circles_for(viewer).filter(seats__member=viewer, seats__confirmed_at__isnull=False)
    found = mine.filter(ends_at__gt=timezone.now(), cancelled_at__isnull=True).in_bulk(_subjects(notices))
    return _about_circles(notices, viewer, found, _("There is a seat for you in the circle on %(moment)s."))


def describe_cancelled(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say which circle was called off."""
    found = circles_for(viewer).filter(cancelled_at__isnull=False).in_bulk(_subjects(notices))
    return _about_circles(notices, viewer, found, _("The circle on %(moment)s was called off."))


def _subjects(notices: Sequence[Notice]) -> list[int]:
    return [notice.subject_id for notice in notices]


def _about_circles(
    notices: Sequence[Notice], viewer: Member, circles: dict[int, Circle], sentence: str
) -> dict[int, NoticeLine]:
    zone = zone_of(viewer)
    return {
        notice.pk: NoticeLine(
            text=sentence % {"moment": moment_words(circles[notice.subject_id].starts_at, zone)},
            url=circles[notice.subject_id].get_absolute_url(),
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in circles
    }


def describe_asked_after(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
    """Say that somebody would like to know how the reader is."""
    mine = Worry.objects.filter(member=viewer, answered_at__isnull=False).in_bulk(_subjects(notices))
    return {
        notice.pk: NoticeLine(
            text=_("Somebody wrote to you, to hear how you are."),
            url=mine[notice.subject_id].get_absolute_url(),
            at=notice.happened_at,
        )
        for notice in notices
        if notice.subject_id in mine
    }


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
    register(
        Kind(
            "circles.group_unheld",
            describe_unheld,
            gettext_lazy("Something here needs somebody to look after it."),
            label=gettext_lazy("A support group that nobody holds any more"),
            is_for=permissions.can_open_groups,
        )
    )
    register(
        Kind(
            "circles.group_closed",
            describe_closed,
            gettext_lazy("Something you took part in has ended."),
            label=gettext_lazy("A support group I was in has closed"),
        )
    )
    register(
        Kind(
            "circles.asked_after",
            describe_asked_after,
            gettext_lazy("Somebody wrote to you."),
            label=gettext_lazy("Somebody asks how I am, after a circle I left"),
        )
    )
    label = gettext_lazy("My circles: reminders, seats, and what is called off")
    for name, describe, wordless in (
        ("circles.reminder", describe_reminders, gettext_lazy("Something you planned is near.")),
        ("circles.seat_free", describe_seats, gettext_lazy("Something you waited for is there.")),
        ("circles.cancelled", describe_cancelled, gettext_lazy("Something you planned was called off.")),
    ):
        register(Kind(name, describe, wordless, label=label))
