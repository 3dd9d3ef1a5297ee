"""What everybody may know about how safety is looked after here: words, and sums without small numbers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from safety.models import Appeal, Case, Decision, Outcome, PublishedFigures, Report, RiskAssessment, Source
from safety.reasons import COMPLAINT, REASONS
from safety.suppression import SMALL, share, total_of, without_small

SHORTEST, LONGEST = timedelta(days=28), timedelta(days=366)
_OF_APPEALS = (Outcome.UPHELD, Outcome.REVERSED)
_SINGLY = (Source.SCREENING, Source.REQUEST, Source.COMPLAINT)
Figures = dict[str, Any]


def get_risk_assessment() -> RiskAssessment | None:
    """Return the operator's newest words, None while there are none."""
    return RiskAssessment.objects.first()


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures as they are read: a heading, and lines of words with what is said beside them."""

    title: str
    lines: list[tuple[str, str]]


def figure_groups(figures: Figures) -> list[FigureGroup]:
    """Return published figures in words."""
    appeals = {
        "upheld": _("The decision stayed"),
        "reversed": _("The decision was taken back"),
        "waiting": _("Not answered yet"),
    }
    outcomes = {outcome.value: str(outcome.label) for outcome in Outcome}
    sources = {source.value: str(source.label) for source in Source}
    reasons = {code: str(reason.words) for code, reason in REASONS.items()}
    return [
        FigureGroup(
            _("How soon"),
            [
                (_("Threads that had an answer within a day"), _percent(figures.get("answered"))),
                (_("What needed a person and was looked at in time"), _percent(figures["in_time"])),
            ],
        ),
        _in_words(_("What members reported"), figures["reports"], reasons),
        FigureGroup(
            _("What else needed a person"),
            [(sources[code], _number(count)) for code, count in figures["singly"].items()],
        ),
        _in_words(_("What people decided"), figures["decisions"], outcomes),
        _in_words(_("Where somebody asked for another look"), figures["appeals"], appeals),
    ]


def _in_words(title: str, found: dict[str, Any], words: dict[str, str]) -> FigureGroup:
    """Put a group into words: its shown parts, then the others in one line or all of it."""
    shown = [
        (words.get(code, code), _number(count)) for code, count in found["parts"].items() if count is not None
    ]
    if found["total"] is not None:
        return FigureGroup(title, [*shown, (_("All together"), _number(found["total"]))])
    return FigureGroup(title, [*shown, (_("Each of the others") if shown else _("Each"), _number(None))])


def _number(count: int | None) -> str:
    return _("fewer than five") if count is None else str(count)


def _percent(part: int | None) -> str:
    return _("too few to tell") if part is None else _("%(percent)d%%") % {"percent": part}


def list_risk_assessments() -> QuerySet[RiskAssessment]:
    """Return everything that was ever published, newest first."""
    return RiskAssessment.objects.all()


def list_figures() -> QuerySet[PublishedFigures]:
    """Return the figures of every published period, the newest first."""
    return PublishedFigures.objects.all()


def next_period(*, now: datetime) -> tuple[date, date] | None:
    """Return the first and last day of the period to publish next, None while it is shorter than four weeks.

    It begins after the last one that was published, and is a year at most.
    """
    last = PublishedFigures.objects.values_list("last_date", flat=True).first()
    begins = last + timedelta(days=1) if last else _first_day()
    ends = timezone.localdate(now) - timedelta(days=1)
    if begins is None or ends - begins + timedelta(days=1) < SHORTEST:
        return None
    return begins, min(ends, begins + LONGEST - timedelta(days=1))


def _first_day() -> date | None:
    first = Case.objects.aggregate(at=Min("opened_at"))["at"]
    return timezone.localdate(first) if first else None


def moments_of(first_date: date, last_date: date) -> tuple[datetime, datetime]:
    """Return when the first day begins and when the last one is over, by the installation's clock."""
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(first_date, time.min, zone),
        datetime.combine(last_date + timedelta(days=1), time.min, zone),
    )


def collect_figures(first_date: date, last_date: date) -> Figures:
    """Return the desk's figures of these days; small numbers are left out already.

    No number appears in two groups, or one group would tell what the other leaves out.
    """
    since, until = moments_of(first_date, last_date)
    told = Report.objects.filter(at__gte=since, at__lt=until).exclude(reason=COMPLAINT.code)
    cases = Case.objects.filter(opened_at__gte=since, opened_at__lt=until)
    decided = Decision.objects.filter(at__gte=since, at__lt=until).exclude(outcome__in=_OF_APPEALS)
    outcomes = [one for one in Outcome.values if one not in set(_OF_APPEALS)]
    return {
        "reports": group(_counted(told, "reason", list(REASONS))),
        "decisions": group(_counted(decided, "outcome", outcomes)),
        "appeals": group(_of_appeals(Appeal.objects.filter(at__gte=since, at__lt=until))),
        "singly": {source: _unless_small(cases.filter(source=source).count()) for source in _SINGLY},
        "in_time": share(cases.filter(first_held_at__lte=F("due_at")).count(), cases.count()),
    }


def group(counts: dict[str, int]) -> dict[str, Any]:
    """Return a group of counts as it is published: its total and its parts, without small numbers."""
    return {"total": total_of(counts), "parts": without_small(counts)}


def _unless_small(count: int) -> int | None:
    return count if count >= SMALL else None


def _counted(rows: QuerySet[Any], field: str, known: list[str]) -> dict[str, int]:
    """Return the counts by a field's value. Every value has one, so that what is missing tells nothing."""
    found = dict(rows.order_by().values_list(field).annotate(count=Count("pk")))
    counts = {value: found.pop(value, 0) for value in known}
    if found and "other" in counts:
        counts["other"] += sum(found.values())
    return counts


def _of_appeals(appeals: QuerySet[Appeal]) -> dict[str, int]:
    counts = appeals.aggregate(
        upheld=Count("pk", filter=Q(outcome=Outcome.UPHELD)),
        reversed=Count("pk", filter=Q(outcome=Outcome.REVERSED)),
        all=Count("pk"),
    )
    waiting = counts["all"] - counts["upheld"] - counts["reversed"]
    return {"upheld": counts["upheld"], "reversed": counts["reversed"], "waiting": waiting}
