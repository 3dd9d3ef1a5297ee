"""The operator's numbers for sorting, and what they would have changed."""

from typing import Any

import pytest
from django.utils import timezone

from forum.actions import post_reply, start_thread
from forum.models import Space
from safety.forms.screening import ScreeningForm
from safety.models import AuditEntry, Band, Case, ScreeningSettings
from safety.queries import preview_rules, rules_from, screening_rules
from safety.sorting import OURS

SPAM = "Buy cheap followers now at http://cheap.example click here for the best price. Marzipan."
IN_DANGER = "I want to kill myself tonight. I have everything ready."
ADDRESS = "/operator/screening/"


@pytest.fixture
def thread(db: None, ben: Any) -> Any:
    space = Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")
    return start_thread(
        space, author=ben, title="Evening", body="The cat sleeps.", wants="listen", now=timezone.now()
    )


def typed(**changes: Any) -> dict[str, Any]:
    """Return the form as it comes, with changes."""
    form = ScreeningForm(rules=OURS)
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields} | changes


def write(thread: Any, author: Any, body: str) -> Any:
    return post_reply(thread, author=author, body=body, now=timezone.now())


def test_trying_numbers_shows_what_would_change_and_keeps_nothing(
    thread: Any, asha: Any, olu: Any, browser_of: Any
) -> None:
    for body in (SPAM, IN_DANGER, "Good night."):
        write(thread, asha, body)

    answer = browser_of(olu).post(ADDRESS, typed(spam_hold="", do="try"))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "With these numbers" in page
    assert "1 text would not have been held." in page
    assert "arzipan" not in page
    assert "kill" not in page
    assert not ScreeningSettings.objects.exists()
    assert 'name="spam_hold" value=""' in page


def test_kept_numbers_hold_for_what_is_written_from_then_on(
    thread: Any, asha: Any, olu: Any, browser_of: Any
) -> None:
    answer = browser_of(olu).post(ADDRESS, typed(spam_hold="", spam_look="", young_days=0, do="keep"))

    assert answer.status_code == 302
    assert write(thread, asha, SPAM).held_at is None
    assert not Case.objects.exists()
    entry = AuditEntry.objects.get(act="safety.screening_set")
    assert (entry.details["spam_hold"], entry.details["crisis_look"]) == (None, 40)
    assert screening_rules().young_days == 0
    assert write(thread, asha, IN_DANGER).held_at is None
    assert Case.objects.get().band == Band.NOW


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hate_soon": 10}, "What is more urgent begins at a higher number."),
        ({"crisis_look": ""}, "Somebody has to look"),
        ({"crisis_now": ""}, "Somebody has to look"),
        ({"spam_look": "soup"}, "soup"),
        ({"spam_look": 101}, "101"),
    ],
)
def test_numbers_that_make_no_sense_come_back(
    olu: Any, browser_of: Any, changes: dict[str, Any], said: str
) -> None:
    answer = browser_of(olu).post(ADDRESS, typed(do="keep", **changes))

    assert answer.status_code == 422
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert not ScreeningSettings.objects.exists()


def test_what_is_stored_reads_as_it_was_typed(db: None) -> None:
    form = ScreeningForm(typed(method_hold=77, young_days=3), rules=OURS)
    assert form.is_valid(), form.errors

    rules = rules_from(form.numbers(), 3)

    assert rules.holds["method"] == 0.77
    assert rules.thresholds["crisis"] == OURS.thresholds["crisis"]
    assert ScreeningForm(rules=rules)["method_hold"].value() == 77


def test_the_age_of_accounts_is_tried_too(thread: Any, asha: Any) -> None:
    write(thread, asha, "You can reach me on whatsapp +49 151 2345678 any time.")

    told = preview_rules(rules_from({}, 0), now=timezone.now())

    assert told.held_no_more == 1
    assert ("contact", 1, 0) in told.held


def test_a_month_of_texts_is_counted_quickly(
    thread: Any, asha: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        told = preview_rules(OURS, now=timezone.now())

    assert (told.texts, told.is_whole) == (1, True)
    assert told.sooner == told.later == told.newly_held == told.held_no_more == 0
