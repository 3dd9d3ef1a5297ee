"""The desk's side of groups: what can be reported, and what goes on the record."""

from collections.abc import Collection

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from circles.models import Group
from circles.queries import groups_known_to
from core.languages import isolated
from core.text import number_in
from people.models import Member
from safety.acts import register_act
from safety.subjects import Subject, SubjectKind, register


def find_group(ref: str, viewer: Member) -> Subject:
    """Return a group this member may know of."""
    group = groups_known_to(viewer).filter(pk=number_in(ref)).first()
    if group is None:
        raise Http404
    return _subject_of(group)


def load_groups(ids: Collection[int]) -> dict[int, Subject]:
    return {group.pk: _subject_of(group) for group in Group.objects.filter(pk__in=ids)}


def _subject_of(group: Group) -> Subject:
    return Subject(
        kind="circles.group", pk=group.pk, ref=str(group.pk),
        line=_("The group %(name)s") % {"name": isolated(group.name)},
        address=group.get_absolute_url(), place_name=group.name,
    )  # fmt: skip


def draw_group(subject: Subject, viewer: Member) -> Markup:
    """Draw what a group says of itself."""
    drawn = render_to_string("circles/_case_group.html", {"group": Group.objects.get(pk=subject.pk)})
    return Markup(drawn)  # noqa: S704 our own template drew it


def install() -> None:
    """Make groups known to the desk and the record."""
    register(SubjectKind("circles.group", find_group, load_groups, draw_group))
    register_act("circles.group_opened", gettext_lazy("opened a support group"))
    register_act("circles.group_closed", gettext_lazy("closed a support group"))
    register_act("circles.group_taken_on", gettext_lazy("took on a support group that nobody held"))
    register_act("circles.facilitator_appointed", gettext_lazy("had somebody hold a support group"))
    register_act("circles.facilitator_stepped_back", gettext_lazy("holds a support group no more"))
