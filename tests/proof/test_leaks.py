"""Everybody walks everywhere, and nobody meets what the table in canaries.py keeps from them."""

import pytest
from django.db import transaction

from tests.proof import scan
from tests.proof.addresses import api_addresses, every_address
from tests.proof.canaries import ROLES, rows
from tests.proof.community import Community, forget
from tests.proof.leaks_planted import FAULTS
from tests.proof.once import once_is_enough
from tests.proof.walk import Walk

pytestmark = pytest.mark.django_db
PARTS = 3  # each short enough for a machine with much else to do
FULL_OF_WORDS = (
    "/conversations/",
    "/messages/",
    "/threads/",
    "/posts/",
    "/members/",
    "/desk/",
    "/account/own-notes/",
    "/account/profile/",
    "/kept-words/",
    "/listening/notes/",
    "/operator/members/",
    "/notices/",
    "/spaces/",
    "/support-groups/",
    "/circles/",
    "/operator/spaces/",
)


@pytest.fixture
def walk(community: Community) -> Walk:
    return Walk(community)


def must_be_clean(walk: Walk) -> None:
    """Fail, and say what was met where."""
    found = [*sorted(map(str, walk.leaks)), *sorted(walk.broken)]
    assert not found, "\n".join(found)


@once_is_enough
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_shows_anybody_what_is_not_theirs_to_see(part: int, walk: Walk) -> None:
    scan.pages(walk, every_address(walk.community)[part::PARTS])

    must_be_clean(walk)
    for role in ROLES[2:]:
        walk.ask(role, "/spaces/")
        assert (role, "a space for members") in walk.met, f"{role} was not signed in to the end"


@once_is_enough
def test_whatever_somebody_may_see_is_met(walk: Walk) -> None:
    """Else the walk would not see it leak either."""
    places = [place for place in every_address(walk.community) if place.startswith(FULL_OF_WORDS)]
    missing = {secret: marks for secret, marks in rows() if "x" in marks.values()}
    for role in reversed(ROLES):
        for place in places:
            if any(marks[role] == "x" for marks in missing.values()):
                walk.ask(role, place)
                missing = {what: marks for what, marks in missing.items() if (role, what) not in walk.met}

    assert not list(missing)


@once_is_enough
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("methods", [["GET"], ["POST", "PUT", "PATCH", "DELETE"]], ids=["reads", "writes"])
def test_no_program_is_told_it(methods: list[str], part: int, walk: Walk) -> None:
    scan.programs(walk, methods, api_addresses(walk.community)[part::PARTS])

    must_be_clean(walk)


@once_is_enough
@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_shows_it(part: int, walk: Walk) -> None:
    scan.forms(walk, every_address(walk.community)[part::PARTS])

    must_be_clean(walk)


@once_is_enough
def test_no_other_method_shows_it(walk: Walk) -> None:
    scan.other_methods(walk)

    must_be_clean(walk)


@once_is_enough
def test_no_link_leads_to_it(walk: Walk) -> None:
    scan.links(walk)

    must_be_clean(walk)


def test_neither_searches_nor_lists_find_it(walk: Walk) -> None:
    scan.lists(walk)

    must_be_clean(walk)


def test_no_error_page_and_no_line_of_the_log_shows_it(walk: Walk) -> None:
    scan.error_pages(walk)
    must_be_clean(walk)

    scan.broken_pages(walk)

    assert len(walk.broken) == 2 * len(ROLES) - 3 and all(": 500 at " in line for line in walk.broken)
    assert not walk.leaks, "\n".join(sorted(map(str, walk.leaks)))


def test_nobodys_export_holds_it(walk: Walk) -> None:
    scan.exports(walk)

    must_be_clean(walk)
    assert ("asha", "experience for oneself only") in walk.met


def test_a_leak_made_on_purpose_turns_the_scan_red(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = []
    for fault in FAULTS:
        walk = Walk(community)
        forget()
        with monkeypatch.context() as patch, transaction.atomic():
            fault.plant(patch, community)
            fault.look(walk, [fault.role] if fault.role in ROLES else ["chen"])
            transaction.set_rollback(True)
        if (fault.role, fault.secret) not in {(leak.role, leak.secret) for leak in walk.leaks}:
            missed.append(fault.name)
    forget()

    assert not missed
