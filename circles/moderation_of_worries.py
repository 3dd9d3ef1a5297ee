"""The desk's side of leaving a circle in distress: it is drawn, and answered without a name."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from circles.actions import answer_worry
from circles.models import Worry
from circles.worries import KIND, subject_of
from people.models import Member
from safety.subjects import Subject, SubjectKind, register


def find_nothing(ref: str, viewer: Member) -> Subject:
    """Nobody reports this; they said it themselves."""
    raise Http404


def load_worries(ids: Collection[int]) -> dict[int, Subject]:
    """Return these for staff."""
    found = Worry.objects.filter(pk__in=ids).select_related("member", "circle__schedule__group")
    return {worry.pk: subject_of(worry) for worry in found}


def draw_worry(subject: Subject, viewer: Member) -> Markup:
    """Draw how they left, and what was written to them."""
    worry = Worry.objects.select_related("circle__schedule__group").get(pk=subject.pk)
    drawn = render_to_string("circles/_case_worry.html", {"worry": worry, "subject": subject})
    return Markup(drawn)  # noqa: S704 our own template drew it


def may_write(subject: Subject, viewer: Member) -> bool:
    """Whoever handles it can write to them, whatever name they have."""
    return True


def write(subject: Subject, words: str, *, by: Member, now: datetime) -> None:
    """Have them read what somebody at the desk writes to them."""
    answer_worry(Worry.objects.get(pk=subject.pk), words=words, now=now)


def install() -> None:
    """Make it known to the desk."""
    register(
        SubjectKind(
            KIND, find_nothing, load_worries, draw_worry, may_answer=may_write, answer=write,
            answer_hint=gettext_lazy("They alone read it, and do not see who wrote it."),
        )
    )  # fmt: skip
