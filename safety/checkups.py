"""What the doctor looks at in the crisis lines."""

from collections.abc import Iterator

from core.doctor import Finding, Look, checkup
from safety import queries
from safety.helplines import HelplineProblem, read_own_countries

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
