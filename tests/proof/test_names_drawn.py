"""Names and pictures for a voice are drawn for one thread; drawn for the member they would join what they write."""

import pytest

from tests.proof.crowd import Crowd
from tests.proof.joining import joined_by_all_marks
from tests.proof.marks import Marks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", ["one name everywhere", "names and pictures that follow from each other"])
def test_names_that_are_drawn_for_the_member_and_not_for_the_thread_are_seen(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forum import names

    drawn = names._secret
    monkeypatch.setattr(names, "_secret", lambda place, member: drawn("everywhere", member))
    if fault != "one name everywhere":
        named = names.alias_for
        monkeypatch.setattr(
            names, "alias_for", lambda secret, taken: (f"Voice {len(taken)}", named(secret, set())[1])
        )
    crowd = Crowd(threads=5)
    marks = Marks(crowd)
    marks.read_threads()

    assert joined_by_all_marks(marks.threads(), marks.by_post()).is_more_than_chance
