"""What everybody may read about risks and figures; and that no figure points at a person."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from safety.actions import NoPeriodYet, publish_assessment, publish_figures
from safety.models import Case, PublishedFigures, Report, RiskAssessment
from safety.queries import next_period

Browser = Callable[[Any], Client]


def reports(count: int, reason: str, *, by: Any, days_ago: int = 40) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    for _ in range(count):
        case = Case.objects.create(
            source="report", band=3, concern="other", opened_at=at, due_at=at + timedelta(hours=1),
            first_held_at=at,
        )  # fmt: skip
        Report.objects.create(case=case, reporter=by, reason=reason, at=at)


def cells(page: str) -> dict[str, str]:
    """Return what stands beside each line of the newest figures."""
    found = page.split('<th scope="row">')[1:]
    return {line.split("</th>")[0]: line.split("<td>")[1].split("</td>")[0] for line in found}


def test_a_stranger_reads_both_and_is_told_where_there_is_nothing(stranger: Client) -> None:
    page = stranger.get("/transparency/").content.decode()

    assert "have not written about risks here yet" in page
    assert "No figures have been published yet." in page
    assert 'href="/transparency/"' in stranger.get("/policy/").content.decode()


def test_the_operator_writes_about_risks_and_earlier_words_stay(
    olu: Any, stranger: Client, browser_of: Browser
) -> None:
    browser = browser_of(olu)
    review = timezone.localdate() + timedelta(days=200)
    for words in ("First <words>.", "Second words.\n\nAnd more."):
        sent = {"words": words, "accountable": "The trustees", "review_date": review}
        assert browser.post("/operator/transparency/", sent).status_code == 302

    page = stranger.get("/transparency/").content.decode()

    assert (
        page.index("Second words.") < page.index("What was said before") < page.index("First &lt;words&gt;.")
    )
    assert "The trustees" in page


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"accountable": ""}, {"review_date": "2001-01-01"}, {"review_date": "2099-01-01"}],
)
def test_what_is_wrong_is_said_and_the_words_stay(
    wrong: dict[str, str], olu: Any, browser_of: Browser
) -> None:
    sent = {
        "words": "Kept words.",
        "accountable": "Us",
        "review_date": timezone.localdate() + timedelta(days=9),
    }

    answer = browser_of(olu).post("/operator/transparency/", {**sent, **wrong})

    assert answer.status_code == 422
    assert not RiskAssessment.objects.exists()
    assert "words" in wrong or "Kept words." in answer.content.decode()


def test_a_review_that_is_overdue_is_said_so(stranger: Client, olu: Any) -> None:
    publish_assessment(
        by=olu, words="Words.", accountable="Us", review_date=date(2026, 1, 1), now=timezone.now()
    )

    assert "and was not yet" in stranger.get("/transparency/").content.decode()


def test_figures_are_published_without_small_numbers(
    olu: Any, asha: Any, stranger: Client, browser_of: Browser
) -> None:
    reports(12, "hate", by=asha)
    reports(6, "spam", by=asha)
    reports(3, "worried", by=asha)
    assert "12" not in stranger.get("/transparency/").content.decode().split("<main", 1)[1].split("</main")[0]

    browser_of(olu).post("/operator/transparency/figures/")

    found = cells(stranger.get("/transparency/").content.decode())
    assert found["It attacks or bullies people"] == "12"
    assert found["It is advertising"] == "6"
    assert "I&#39;m worried about this person" not in found
    assert found["What needed a person and was looked at in time"] == "100%"
    stored = PublishedFigures.objects.get().figures
    assert stored["reports"]["parts"]["worried"] is None


def test_what_is_published_stays_and_periods_never_share_a_day(olu: Any, asha: Any) -> None:
    reports(6, "hate", by=asha)
    first = publish_figures(by=olu, also={}, now=timezone.now())
    reports(9, "hate", by=asha, days_ago=20)  # comes late: the period is over

    with pytest.raises(NoPeriodYet):
        publish_figures(by=olu, also={}, now=timezone.now() + timedelta(days=27))
    second = publish_figures(by=olu, also={}, now=timezone.now() + timedelta(days=29))

    assert second.first_date == first.last_date + timedelta(days=1)
    first.refresh_from_db()
    assert first.figures["reports"]["parts"]["hate"] == 6
    assert second.figures["reports"]["parts"]["hate"] is None


def test_a_period_is_four_weeks_at_least_and_a_year_at_most(asha: Any) -> None:
    now = timezone.now()
    assert next_period(now=now) is None
    reports(1, "hate", by=asha, days_ago=20)
    assert next_period(now=now) is None
    reports(1, "hate", by=asha, days_ago=900)

    period = next_period(now=now)

    assert period is not None and period[1] - period[0] == timedelta(days=365)


@pytest.mark.parametrize("who", ["asha", "lena", "mo"])
def test_only_the_operator_publishes(who: str, request: pytest.FixtureRequest) -> None:
    member, now = request.getfixturevalue(who), timezone.now()

    with pytest.raises(PermissionDenied):
        publish_figures(by=member, also={}, now=now)
    with pytest.raises(PermissionDenied):
        publish_assessment(by=member, words="x", accountable="x", review_date=now.date(), now=now)
