"""The kinds of notice the safety desk sends. None says what it is about; that stands on a page of its own."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Describe, Kind, NoticeLine, register
from notifications.models import Notice
from people.models import Member
from safety import permissions
from safety.models import Buddy, Case, Decision, Report

DECIDED = _("People running this place decided something about something of yours. Here is why.")
REPORT_ANSWERED = _("A person looked at what you told us. Here is what was done.")
CASE_NOW = _("Something at the safety desk should not wait.")
ASKED = _("A colleague asks you to look at something at the safety desk.")
BUDDY = _("A helper would like you to be their buddy.")
BUDDY_ASKS = _("Your buddy asks whether you are all right.")
BUDDY_ANSWERS = _("Your buddy has answered you.")
FOLLOW_UP_LATE = _("Somebody was to be asked by now how they are, and nobody has done it yet.")
SOUGHT = _("A colleague asks to see who somebody is. It takes a second person to allow it.")
SOUGHT_ANSWERED = _("A colleague answered whether you may see who somebody is.")
LOOKED_AGAIN = _("Somebody looked again at a decision of yours.")


def _describe(sentence: Any, url_of: Callable[[Sequence[Notice], Member], dict[int, str]]) -> Describe:
    """Return what puts a kind into words: one sentence, for those of the notices that lead somewhere."""

    def describe(notices: Sequence[Notice], viewer: Member) -> dict[int, NoticeLine]:
        urls = url_of(notices, viewer)
        return {
            notice.pk: NoticeLine(str(sentence), urls[notice.subject_id], notice.happened_at)
            for notice in notices
            if notice.subject_id in urls
        }

    return describe


def _ids(notices: Sequence[Notice]) -> list[int]:
    return [notice.subject_id for notice in notices]


def _decisions(notices: Sequence[Notice], viewer: Member) -> dict[int, str]:
    found = Decision.objects.filter(pk__in=_ids(notices), member=viewer)
    return {decision.pk: decision.get_absolute_url() for decision in found}


def _reports(notices: Sequence[Notice], viewer: Member) -> dict[int, str]:
    found = Report.objects.filter(pk__in=_ids(notices), reporter=viewer)
    return {report.pk: f"/account/reports/#report-{report.pk}" for report in found}


def _cases(notices: Sequence[Notice], viewer: Member) -> dict[int, str]:
    if not permissions.can_see_desk(viewer):
        return {}
    found = Case.objects.filter(permissions.cases_for(viewer), pk__in=_ids(notices))
    return {case.pk: case.get_absolute_url() for case in found}


def _buddies(notices: Sequence[Notice], viewer: Member) -> dict[int, str]:
    seen = Member.objects.visible_to(viewer)
    found = Buddy.objects.filter(Q(other=viewer, member__in=seen) | Q(member=viewer, other__in=seen))
    return {buddy.pk: "/rota/buddy/" for buddy in found.filter(pk__in=_ids(notices))}


def _whos(notices: Sequence[Notice], viewer: Member) -> dict[int, str]:
    if not permissions.can_know_of_disclosures(viewer):
        return {}
    return {pk: f"{url}who/" for pk, url in _cases(notices, viewer).items()}


def install() -> None:
    """Tell the notice system how to put these into words."""
    told = _("What became of my reports, and decisions about me")
    for name, sentence, found in (
        ("safety.decision", DECIDED, _decisions),
        ("safety.report", REPORT_ANSWERED, _reports),
    ):
        register(Kind(name, _describe(sentence, found), label=told, is_always_here=True))
    desk, at_desk = _("Cases that need somebody now"), permissions.can_see_desk
    for name, sentence in (
        ("safety.case", CASE_NOW),
        ("safety.asked", ASKED),
        ("safety.follow_up_late", FOLLOW_UP_LATE),
    ):
        register(
            Kind(
                name, _describe(sentence, _cases), label=desk,
                is_urgent=True, is_always_here=True, is_for=at_desk,
            )
        )  # fmt: skip
    register(Kind("safety.disclosure", _describe(SOUGHT, _whos)))
    register(Kind("safety.disclosure_answered", _describe(SOUGHT_ANSWERED, _whos)))
    register(Kind("safety.appeal", _describe(LOOKED_AGAIN, _cases)))
    register(Kind("safety.buddy", _describe(BUDDY, _buddies)))
    register(Kind("safety.buddy_asks", _describe(BUDDY_ASKS, _buddies)))
    register(Kind("safety.buddy_answers", _describe(BUDDY_ANSWERS, _buddies)))
