"""Who is looking: read alone or with others, it is the same person with the same distance to others."""

from typing import Any

from django.core.cache import cache
from django.test import Client

from core.memory import forget_everything
from people import queries
from people.actions import block
from people.models import Topic, TopicChoice


def session_of(member: Any) -> str:
    client = Client()
    client.force_login(member.account, "people.backends.NameBackend")
    return client.cookies["session"].value


def test_whoever_is_read_with_others_is_the_same_as_read_alone_and_costs_nothing_afterwards(
    asha: Any, ben: Any, chen: Any, dana: Any, mo: Any, django_assert_num_queries: Any
) -> None:
    block(dana, blocker=asha)
    topic = Topic.objects.first() or Topic.objects.create(slug="grief")
    TopicChoice.objects.create(member=ben, topic=topic, choice="open")
    members = [asha, ben, chen, dana, mo]
    keys = [session_of(member) for member in members]
    chen.account.is_active = False
    chen.account.save()
    cache.clear()
    alone = [queries.get_viewer(member.account_id) for member in members]
    cache.clear()
    forget_everything()
    queries.current_agreement_id()

    queries.remember_viewers([*keys, "", "no-session-at-all"])

    with django_assert_num_queries(0):
        together = [queries.get_viewer(members[at].account_id) for at in (0, 1, 3, 4)]
    assert together == [alone[at] for at in (0, 1, 3, 4)]
    assert queries.get_viewer(chen.account_id) is None
    assert together[0].member.hidden_ids == {dana.pk} and together[2].member.hidden_ids == {asha.pk}
    assert together[1].member.topic_choices == {topic.slug: "open"} and together[0].member.topic_choices == {}
    assert together[3].is_staff and not together[0].is_staff
