"""What somebody may not know of leaves no trace on any page of theirs."""

import pytest

from tests.proof.acts import acts_behind_the_door, acts_for_members, acts_for_oneself, named_acts
from tests.proof.circles_held import go_on_in_the_circle
from tests.proof.community import Community
from tests.proof.conversations import ask, go_on_talking
from tests.proof.once import once_is_enough
from tests.proof.support_groups import go_on_meeting
from tests.proof.traces import traces

pytestmark = pytest.mark.django_db


def hidden_from_a_stranger(community: Community) -> None:
    acts_for_members(community)
    go_on_talking(community)


def hidden_from_chen(community: Community) -> None:
    """Behind a closed door, by somebody Chen muted, by others for themselves, and by whom Chen does not know."""
    acts_behind_the_door(community)
    go_on_talking(community)
    go_on_meeting(community)
    go_on_in_the_circle(community)
    ask(community, "lena", "chen", "Do you know me, unheardwhisper?")
    named_acts(community, "rosa", "rosareply")
    acts_for_oneself(community)


def hidden_from_dana(community: Community) -> None:
    named_acts(community, "asha", "ashareply")
    go_on_talking(community, aloud=("asha",))  # whoever speaks in a room has it on their list


def hidden_from_asha(community: Community) -> None:
    named_acts(community, "dana", "danareply")
    ask(community, "rosa", "asha", "Do you know me, unheardwhisper?")


def hidden_from_staff(community: Community) -> None:
    acts_behind_the_door(community)
    acts_for_oneself(community)
    go_on_talking(community)
    go_on_meeting(community)
    go_on_in_the_circle(community)


HIDDEN = {
    "stranger": hidden_from_a_stranger,
    "chen": hidden_from_chen,
    "dana": hidden_from_dana,
    "asha": hidden_from_asha,
    "mo": hidden_from_staff,
    "olu": hidden_from_staff,
}


@once_is_enough
@pytest.mark.parametrize("role", HIDDEN)
def test_what_is_hidden_from_somebody_changes_no_page_of_theirs(role: str, community: Community) -> None:
    found = traces(community, role, HIDDEN[role])

    assert not found, "\n".join(found)


def test_a_count_that_counts_hidden_words_is_noticed(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forum.queries import feeds

    monkeypatch.setattr(feeds, "_with_visible_counts", lambda rows, hidden: rows)

    found = traces(community, "dana", hidden_from_dana, only="/spaces/")

    assert any("/spaces/courtyard/" in place for place in found)
