"""The page of notices, and the dot that leads to it."""

from datetime import timedelta

import pytest

from notifications.actions import mark_all_read, mark_subjects_read
from notifications.models import Notice
from notifications.queries import has_unread, list_notices
from notifications.tests.conftest import NOON
from people.actions import set_discreet
from people.models import Block, Member

pytestmark = pytest.mark.django_db


def _fresh(member):
    return Member.objects.get(pk=member.pk)


def _subjects(page):
    return [item.notice.subject_id for item in page.items]


def test_the_newest_comes_first(asha, ring):
    for subject in (1, 2, 3):
        ring(subject, asha)

    assert _subjects(list_notices(asha)) == [3, 2, 1]


def test_pages_are_full_and_skip_nothing_when_some_may_not_be_seen(asha, ring, bell):
    for subject in range(130):
        ring(subject, asha)
    bell.update(subject for subject in range(130) if subject % 3 or 60 < subject < 120)

    seen, cursor = [], None
    while True:
        page = list_notices(asha, cursor)
        seen.append(_subjects(page))
        cursor = page.next_cursor
        if cursor is None:
            break

    assert [len(subjects) for subjects in seen] == [20, 5]
    assert [subject for subjects in seen for subject in subjects] == [
        subject for subject in range(129, -1, -1) if subject not in bell
    ]


def test_a_page_that_ends_exactly_has_no_next_one(asha, ring):
    for subject in range(20):
        ring(subject, asha)

    assert list_notices(asha).next_cursor is None


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "é" * 900])
def test_a_cursor_we_did_not_make_shows_the_first_page(asha, ring, browser_of, cursor):
    ring(1, asha)

    assert "Bell 1" in browser_of(asha).get("/notices/", {"after": cursor}).content.decode()


def test_the_dot_shows_and_goes(asha, ring, django_capture_on_commit_callbacks):
    assert not has_unread(asha)

    ring(1, asha)
    assert has_unread(asha)

    with django_capture_on_commit_callbacks(execute=True):
        mark_all_read(asha, until=NOON, now=NOON)
    assert not has_unread(asha)


def test_the_dot_is_remembered_for_a_while(asha, ring, django_assert_num_queries):
    ring(1, asha)
    has_unread(asha)

    with django_assert_num_queries(0):
        assert has_unread(asha)


def test_what_may_not_be_seen_gives_no_dot(asha, ring, bell):
    ring(1, asha)
    bell.add(1)

    assert not has_unread(asha)


def test_a_fresh_block_ends_the_remembered_dot_at_once(asha, ben, ring, bell):
    ring(1, asha, by=ben)
    assert has_unread(asha)
    bell.add(1)

    Block.objects.create(blocker=asha, blocked=ben)

    assert not has_unread(_fresh(asha))


def test_showing_the_thing_itself_marks_its_notice(asha, ben, ring):
    ring(1, asha, ben)
    ring(2, asha)

    mark_subjects_read(asha, kinds=["test.bell"], subject_ids=[1], now=NOON)

    assert set(Notice.objects.unread().values_list("member__name", "subject_id")) == {("Asha", 2), ("Ben", 1)}


def test_a_member_reads_their_notices(asha, ring, browser_of):
    ring(1, asha)

    page = browser_of(asha).get("/notices/").content.decode()

    assert "Bell 1" in page
    assert "Mark all as read" in page


def test_a_stranger_is_sent_to_sign_in(stranger):
    response = stranger.get("/notices/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")


def test_an_empty_page_says_what_it_is_for(asha, browser_of):
    assert "Nothing new" in browser_of(asha).get("/notices/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_opening_a_notice_marks_it_and_goes_there(asha, ring, browser_of, method):
    ring(5, asha)
    notice = Notice.objects.get()

    response = getattr(browser_of(asha), method)(f"/notices/{notice.pk}/")

    notice.refresh_from_db()
    assert response.headers["Location"] == "/bells/5/"
    assert notice.read_at is not None


def test_nobody_opens_another_members_notice(asha, ben, chen, dana, mo, olu, ring, browser_of, stranger):
    ring(5, asha)
    notice = Notice.objects.get()

    for other in (ben, chen, dana, mo, olu):
        assert browser_of(other).get(f"/notices/{notice.pk}/").status_code == 404
    assert stranger.get(f"/notices/{notice.pk}/").status_code == 302

    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_notice_of_something_gone_is_gone(asha, ring, bell, browser_of):
    ring(5, asha)
    bell.add(5)

    assert browser_of(asha).get(f"/notices/{Notice.objects.get().pk}/").status_code == 404


def test_mark_all_leaves_what_came_after_the_page_was_shown(asha, ring, browser_of):
    ring(1, asha)
    ring(2, asha)

    browser_of(asha).post("/notices/read/", {"until": (NOON + timedelta(seconds=30)).isoformat()})

    assert list(Notice.objects.unread().values_list("subject_id", flat=True)) == [2]


@pytest.mark.parametrize("until", ["", "soon", "\x00", "9" * 5000])
def test_mark_all_without_a_time_marks_everything_so_far(asha, ring, browser_of, until):
    ring(1, asha)

    response = browser_of(asha).post("/notices/read/", {"until": until})

    assert response.status_code == 302
    assert not Notice.objects.unread().exists()


def test_mark_all_touches_only_ones_own(asha, ben, ring, browser_of):
    ring(1, asha, ben)

    browser_of(asha).post("/notices/read/")

    assert Notice.objects.unread().get().member == ben


def test_the_rail_leads_to_the_notices(asha, ring, browser_of):
    ring(1, asha)

    page = browser_of(asha).get("/notices/").content.decode()

    assert '<a href="/notices/"' in page


def test_in_discreet_mode_a_notice_names_nobody_and_no_thread(asha, ring, browser_of):
    ring(77, asha)
    set_discreet(asha, discreet=True)

    page = browser_of(asha).get("/notices/").content.decode()

    assert "Bell 77" not in page
    assert "Something new is here for you." in page
