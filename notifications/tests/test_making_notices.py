"""Who gets a notice, and what is told about it."""

from datetime import timedelta

import pytest

from core import jobs
from live.models import OutboxEvent
from notifications import tasks
from notifications.actions import delete_old_notices, mark_read, notify
from notifications.kinds import UnknownKind
from notifications.models import Notice
from notifications.tests.conftest import NOON
from people.models import Block, Mute

pytestmark = pytest.mark.django_db


def _told():
    return set(Notice.objects.values_list("member__name", flat=True))


def test_members_get_one_notice_each(asha, ben, ring):
    ring(1, asha, ben)

    assert _told() == {"Asha", "Ben"}
    assert Notice.objects.count() == 2


def test_the_actor_gets_none(asha, ben, ring):
    ring(1, asha, ben, by=ben)

    assert _told() == {"Asha"}


def test_people_apart_from_the_actor_get_none(asha, ben, chen, dana, mo, ring):
    Block.objects.create(blocker=asha, blocked=dana)
    Block.objects.create(blocker=dana, blocked=ben)
    Mute.objects.create(muter=chen, muted=dana)

    ring(1, asha, ben, chen, dana, mo, by=dana)

    assert _told() == {"Mo"}


def test_somebody_the_actor_muted_still_gets_it(asha, ben, ring):
    Mute.objects.create(muter=ben, muted=asha)

    ring(1, asha, by=ben)

    assert _told() == {"Asha"}


def test_an_anonymous_act_reaches_people_who_are_apart(asha, dana, ring):
    Block.objects.create(blocker=asha, blocked=dana)

    ring(1, asha)

    assert _told() == {"Asha"}


def test_a_closed_account_gets_none(asha, ring):
    asha.account.is_active = False
    asha.account.save()

    ring(1, asha)

    assert not Notice.objects.exists()


def test_it_is_announced_without_words_and_without_who_did_it(asha, ben, dana, ring):
    Block.objects.create(blocker=asha, blocked=dana)

    ring(7, asha, ben, by=dana)

    event = OutboxEvent.objects.get(kind="notifications.notice_added")
    assert (event.channels.split(), event.data, event.actor_id) == ([f"member:{ben.pk}"], {}, None)


def test_the_same_thing_again_is_one_notice_and_new_again(asha, ring):
    ring(1, asha)
    mark_read(asha, [Notice.objects.get().pk], now=NOON)

    ring(1, asha)

    notice = Notice.objects.get()
    assert notice.read_at is None
    assert notice.happened_at == NOON + timedelta(minutes=1)


def test_a_misspelt_kind_is_refused(asha, bell):
    with pytest.raises(UnknownKind):
        notify("test.bel", subject_id=1, member_ids=[asha.pk], now=NOON)


def test_choosing_whom_to_tell_takes_two_queries(asha, ben, chen, bell, django_assert_max_num_queries):
    everyone = [asha.pk, ben.pk, chen.pk]

    with django_assert_max_num_queries(6):  # two of them open and close the transaction
        notify("test.bell", subject_id=1, member_ids=everyone, actor_id=chen.pk, now=NOON)

    assert Notice.objects.count() == 2


def test_notices_read_sixty_days_ago_are_deleted(asha, ring):
    for subject in range(3):
        ring(subject, asha)
    Notice.objects.filter(subject_id=0).update(read_at=NOON - timedelta(days=61))
    Notice.objects.filter(subject_id=1).update(read_at=NOON - timedelta(days=59))

    assert delete_old_notices(now=NOON) == 1

    assert sorted(Notice.objects.values_list("subject_id", flat=True)) == [1, 2]


def test_the_clearing_up_runs_by_itself(asha, ring):
    ring(1, asha)
    Notice.objects.update(read_at=NOON - timedelta(days=400))

    tasks.forget_read_notices()

    assert not Notice.objects.exists()
    assert "notifications.tasks.forget_read_notices" in jobs._periodic
