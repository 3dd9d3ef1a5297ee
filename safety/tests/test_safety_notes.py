"""Notes to oneself for hard moments: at hand for their writer, folded away, and nobody else's."""

from typing import Any

import pytest
from django.db import connection

from forum.models import Post
from people.actions import save_profile, set_discreet
from people.sessions import mark_shared
from safety.models import Case, SafetyNotes, ScreenedText

DANGER = "I want to kill myself tonight. I have everything ready."
PAGE = "/account/own-notes/"


@pytest.fixture
def thread(space: Any, asha: Any, browser_of: Any) -> str:
    """Return the address of a thread in which Asha said that she is in danger."""
    browser_of(asha).post("/spaces/grief/new/", {"title": "Tonight", "body": DANGER, "wants": "listen"})
    return f"/threads/{Post.objects.get().thread_id}/"


def test_notes_are_kept_sealed_for_their_writer_and_sorted_by_nothing(asha: Any, browser_of: Any) -> None:
    browser = browser_of(asha)

    browser.post(PAGE, {"warns": DANGER, "helps": "The quince tree."})

    page = browser.get(PAGE).content.decode()
    assert "The quince tree." in page and DANGER in page
    assert not Case.objects.exists() and not ScreenedText.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT helps, warns FROM safety_safetynotes")
        assert not any("quince" in cell or "tonight" in cell for cell in cursor.fetchone())


def test_nobody_else_finds_them_whatever_their_role(asha: Any, mo: Any, olu: Any, browser_of: Any) -> None:
    browser_of(asha).post(PAGE, {"reasons": "The quince tree."})

    for other in (mo, olu):
        assert "quince" not in browser_of(other).get(PAGE).content.decode()


def test_their_writer_finds_them_folded_away_after_worrying_words(
    asha: Any, ben: Any, browser_of: Any, thread: str
) -> None:
    browser = browser_of(asha)
    assert "What you wrote to yourself" not in browser.get(thread).content.decode()

    browser.post(PAGE, {"helps": "The quince tree.\nA walk."})
    save_profile(asha, about=DANGER, about_audience="members")

    for where in (thread, "/members/Asha/"):
        page = browser.get(where).content.decode()
        folded = page[page.index("<details><summary>What you wrote to yourself") :].partition("</details>")[0]
        assert "The quince tree.\nA walk." in folded and page.count("quince") == 1
        assert "quince" not in browser_of(ben).get(where).content.decode()


@pytest.mark.parametrize("is_shared", [True, False])
def test_where_somebody_may_look_on_only_the_way_to_them_stands_there(
    asha: Any, browser_of: Any, thread: str, is_shared: bool
) -> None:
    browser = browser_of(asha)
    browser.post(PAGE, {"helps": "The quince tree."})
    if is_shared:
        session = browser.session
        mark_shared(session)
        session.save()
    else:
        set_discreet(asha, discreet=True)

    page = browser.get(thread).content.decode()

    assert f'href="{PAGE}"' in page and "quince" not in page


def test_emptied_notes_are_gone_and_words_that_do_not_fit_stay_in_the_form(
    asha: Any, browser_of: Any
) -> None:
    browser = browser_of(asha)
    browser.post(PAGE, {"helps": "The quince tree."})

    refused = browser.post(PAGE, {"helps": "quince " * 300, "company": "A dog."})

    assert refused.status_code == 422 and "quince quince" in refused.content.decode()
    assert "A dog." in refused.content.decode() and SafetyNotes.objects.get().helps == "The quince tree."
    browser.post(PAGE, {"helps": " "})
    assert not SafetyNotes.objects.exists()
