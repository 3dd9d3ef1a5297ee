"""What the doctor looks at in the crisis lines, the rota and what the place says in public."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from core.doctor import Finding, Look, checkup
from safety import queries
from safety.helplines import HelplineProblem, read_own_countries
from safety.models import Band, Case

A_WEEK, A_YEAR = timedelta(days=7), timedelta(days=366)
TRANSPARENCY = "/operator/transparency/"
CONFIRM = "Ask the services, then run bin/hearthside helplines confirm COUNTRY (docs/crisis-lines.md)."


@checkup("Crisis lines")
def crisis_lines(look: Look) -> Iterator[Finding]:
    try:
        read_own_countries()
    except HelplineProblem as problem:
        yield Finding.act(f"Your own numbers are not used. {problem}", "Correct the file, then restart.")
    countries = queries.list_countries()
    certainties = [(country.name, queries.get_certainty(country, now=look.now)) for country in countries]
    confirmed = [(name, found) for name, found in certainties if found.confirmed_at]
    if not confirmed:
        yield Finding.act("No country's numbers were ever confirmed by you.", CONFIRM)
    for name, found in confirmed:
        said = f"{name}: confirmed on {found.confirmed_at:%d %B %Y}"
        if found.is_old:
            yield Finding.act(f"{said}, more than {queries.STALE_AFTER.days} days ago.", CONFIRM)
        else:
            yield Finding.fine(f"{said}.")


@checkup("Safety desk")
def late_follow_ups(look: Look) -> Iterator[Finding]:
    late = queries.count_late_follow_ups(now=look.now)
    if late:
        yield Finding.act(
            f"{late} of those who were in danger were not asked in time how they are.",
            "Open the safety desk: they stand at the top.",
        )
    else:
        yield Finding.fine("Everybody who was in danger was asked in time how they are.")


@checkup("Rota")
def rota(look: Look) -> Iterator[Finding]:
    waiting = Case.objects.open().filter(band=Band.NOW, holder__isnull=True, due_at__lt=look.now).count()
    if waiting:
        yield Finding.act(
            f"Cases that cannot wait are late with nobody on them: {waiting}.", "Open the safety desk."
        )
    down = sum(map(sum, queries.get_coverage(since=look.now, until=look.now + A_WEEK)))
    if down:
        yield Finding.fine(
            f"Somebody is down to be here in the coming seven days: {down} hours, counted by person."
        )
    else:
        yield Finding.look(
            "Nobody is down to be here in the coming seven days.", "Plan shifts at /operator/rota/."
        )


@checkup("Risks and figures")
def risks(look: Look) -> Iterator[Finding]:
    said, figures = queries.get_risk_assessment(), queries.list_figures().first()
    if said is None:
        yield Finding.look("No risk assessment was written.", f"Write one at {TRANSPARENCY}.")
    elif said.review_date < timezone.localdate(look.now):
        day = f"{said.review_date:%d %B %Y}"
        yield Finding.look(
            f"The risk assessment was to be looked at again by {day}.", f"Do it at {TRANSPARENCY}."
        )
    else:
        yield Finding.fine(f"The risk assessment is to be looked at again by {said.review_date:%d %B %Y}.")
    if figures and look.now.date() - figures.last_date > A_YEAR:
        yield Finding.look("No figures were published for a year.", f"Publish them at {TRANSPARENCY}.")
