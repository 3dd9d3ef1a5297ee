"""Kinds of subject that need no feature above: a member's page, a decision somebody asks to be looked at
again, and a case after which somebody is asked how they are."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from core.languages import isolated
from people.models import Member
from people.queries import get_member, profile_of, public_profile
from safety import queries, subjects
from safety.models import Case, Decision
from safety.subjects import Subject, SubjectKind, register


def find_member(ref: str, viewer: Member) -> Subject:
    """Return a member this one may see, by name."""
    member = get_member(ref, viewer=viewer)
    if member.pk == viewer.pk:
        raise Http404
    return subject_of_member(member)


def load_members(ids: Collection[int]) -> dict[int, Subject]:
    return {member.pk: subject_of_member(member) for member in Member.objects.present().filter(pk__in=ids)}


def subject_of_member(member: Member) -> Subject:
    """Return a member as the desk knows them: by what they say to others about themselves."""
    return Subject(
        kind="people.member", pk=member.pk, ref=member.name,
        line=_("The page of %(name)s") % {"name": isolated(member.name)},
        address=member.get_absolute_url(), author_id=member.pk, voice=member.name,
        text=public_profile(member),
    )  # fmt: skip


def draw_member(subject: Subject, viewer: Member) -> Markup:
    """Draw what members may read about this one."""
    member = Member.objects.get(pk=subject.pk)
    lines = profile_of(member, viewer=viewer, now=timezone.now())
    facts = {
        "shown": member,
        "lines": lines,
        "asks_to_talk": queries.has_asked_to_talk("people.member", member.pk),
    }
    drawn = render_to_string("safety/_case_member.html", facts)
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
        "appeal": queries.get_appeal(decision),
        "drawn": kind.draw(first, viewer) if first and kind else None,
    }
    drawn = render_to_string("safety/_case_decision.html", facts)
    return Markup(drawn)  # noqa: S704 our own template drew it


def may_see_decided(subject: Subject, viewer: Member) -> bool:
    case = Decision.objects.select_related("case").get(pk=subject.pk).case
    return subjects.is_open_to(case.subject_kind, case.subject_id, viewer=viewer)


def load_cases(ids: Collection[int]) -> dict[int, Subject]:
    """Return cases after which somebody is asked how they are."""
    found = {}
    for case in Case.objects.filter(pk__in=ids):
        first = subjects.load(case.subject_kind, case.subject_id)
        sentence = (
            _("How is %(name)s now?") % {"name": isolated(first.voice)} if first and first.voice else ""
        )
        found[case.pk] = Subject(
            kind="safety.case", pk=case.pk, ref="", line=sentence or _("How is somebody now?"),
            address=case.get_absolute_url(), place=case.place, place_name=first.place_name if first else "",
            author_id=case.about_id, voice=first.voice if first else "", is_anonymous=case.is_anonymous,
        )  # fmt: skip
    return found


def _first(subject: Subject) -> tuple[Case, Subject | None]:
    case = Case.objects.get(pk=subject.pk)
    return case, subjects.load(case.subject_kind, case.subject_id)


def draw_case(subject: Subject, viewer: Member) -> Markup:
    """Draw what was decided then, and what it was about."""
    case, first = _first(subject)
    kind = subjects.get_kind(case.subject_kind)
    facts = {
        "first": case,
        "decisions": case.decisions.select_related("by"),
        "drawn": kind.draw(first, viewer) if first and kind else None,
    }
    return Markup(render_to_string("safety/_case_follow_up.html", facts))  # noqa: S704 our own template drew it


def draw_voice_then(subject: Subject) -> Markup:
    case, first = _first(subject)
    kind = subjects.get_kind(case.subject_kind)
    return kind.draw_voice(first) if first and kind else subjects.NO_WORDS


def may_see_then(subject: Subject, viewer: Member) -> bool:
    case = Case.objects.get(pk=subject.pk)
    return subjects.is_open_to(case.subject_kind, case.subject_id, viewer=viewer)


def may_answer_then(subject: Subject, viewer: Member) -> bool:
    return subjects.may_answer(_first(subject)[1], viewer=viewer)


def answer_then(subject: Subject, words: str, *, by: Member, now: datetime) -> None:
    first = _first(subject)[1]
    if first is None:
        raise subjects.Unanswerable
    subjects.answer(first, words, by=by, now=now)


def install() -> None:
    """Make these kinds known to the desk."""
    register(SubjectKind("people.member", find_member, load_members, draw_member, draw_voice=draw_voice))
    register(
        SubjectKind("safety.decision", find_nothing, load_decisions, draw_decision, may_see=may_see_decided)
    )
    register(
        SubjectKind(
            "safety.case", find_nothing, load_cases, draw_case, draw_voice=draw_voice_then,
            may_see=may_see_then, may_answer=may_answer_then, answer=answer_then,
        )
    )  # fmt: skip
