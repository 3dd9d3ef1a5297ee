"""Kinds of subject that need no feature above: a member's page, and a decision somebody asks to be looked at again."""

from collections.abc import Collection

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from core.languages import isolated
from people.models import Member
from people.queries import get_member, profile_of
from safety import subjects
from safety.models import Appeal, Decision
from safety.subjects import Subject, SubjectKind, register


def find_member(ref: str, viewer: Member) -> Subject:
    """Return a member this one may see, by name."""
    member = get_member(ref, viewer=viewer)
    if member.pk == viewer.pk:
        raise Http404
    return _subject_of(member)


def load_members(ids: Collection[int]) -> dict[int, Subject]:
    return {member.pk: _subject_of(member) for member in Member.objects.present().filter(pk__in=ids)}


def _subject_of(member: Member) -> Subject:
    return Subject(
        kind="people.member", pk=member.pk, ref=member.name,
        line=_("The page of %(name)s") % {"name": isolated(member.name)},
        address=member.get_absolute_url(), author_id=member.pk, voice=member.name,
    )  # fmt: skip


def draw_member(subject: Subject, viewer: Member) -> Markup:
    """Draw what members may read about this one."""
    member = Member.objects.get(pk=subject.pk)
    lines = profile_of(member, viewer=viewer, now=timezone.now())
    drawn = render_to_string("safety/_case_member.html", {"shown": member, "lines": lines})
    return Markup(drawn)  # noqa: S704 our own template drew it


def draw_voice(subject: Subject) -> Markup:
    return subjects.draw_member(subject.pk)


def find_nothing(ref: str, viewer: Member) -> Subject:
    """Decisions are not reported; whoever they touch asks for another look on their page."""
    raise Http404


def load_decisions(ids: Collection[int]) -> dict[int, Subject]:
    found = {}
    for decision in Decision.objects.filter(pk__in=ids).select_related("case"):
        case = decision.case
        first = subjects.load(case.subject_kind, case.subject_id)
        found[decision.pk] = Subject(
            kind="safety.decision", pk=decision.pk, ref="",
            line=_("The decision “%(outcome)s”") % {"outcome": decision.get_outcome_display()},
            address=case.get_absolute_url(), place=case.place, place_name=first.place_name if first else "",
            author_id=case.about_id, voice=first.voice if first else "", is_anonymous=case.is_anonymous,
        )  # fmt: skip
    return found


def draw_decision(subject: Subject, viewer: Member) -> Markup:
    """Draw the decision, what its member says to it, and what it was about."""
    decision = Decision.objects.select_related("case", "by").get(pk=subject.pk)
    first = subjects.load(decision.case.subject_kind, decision.case.subject_id)
    kind = subjects.get_kind(decision.case.subject_kind)
    facts = {
        "decision": decision,
        "appeal": Appeal.objects.filter(decision=decision).first(),
        "drawn": kind.draw(first, viewer) if first and kind else None,
    }
    drawn = render_to_string("safety/_case_decision.html", facts)
    return Markup(drawn)  # noqa: S704 our own template drew it


def may_see_decided(subject: Subject, viewer: Member) -> bool:
    case = Decision.objects.select_related("case").get(pk=subject.pk).case
    return subjects.is_open_to(case.subject_kind, case.subject_id, viewer=viewer)


def install() -> None:
    """Make these kinds known to the desk."""
    register(SubjectKind("people.member", find_member, load_members, draw_member, draw_voice=draw_voice))
    register(
        SubjectKind("safety.decision", find_nothing, load_decisions, draw_decision, may_see=may_see_decided)
    )
