"""Another name inside a group: nobody outside, and nobody inside, can join it to whose it is."""

import json

from django.core.cache import cache
from django.utils import timezone

from circles import actions, queries
from circles.models import Group, Membership, Waiting
from circles.tests.conftest import NOW
from core.memory import forget_everything
from forum import actions as forum
from forum.models import Post, Space
from live.models import OutboxEvent
from people.actions import block


def _fresh():
    cache.clear()
    forget_everything()


def test_whoever_has_another_name_is_that_name_everywhere_in_the_group(group, enter, asha, ben, browser_of):
    name = enter(asha, other_name=True).name
    enter(ben)
    browser = browser_of(asha)
    sent = {"title": "Three o'clock", "body": "Awake again.", "wants": "listen", "anonymous": ""}
    browser.post(f"{group.space.get_absolute_url()}new/", sent)  # whatever the form says
    post = Post.objects.get()
    forum.post_reply(post.thread, author=asha, body="Still.", now=timezone.now())
    _fresh()

    reader = browser_of(ben)
    pages = [
        reader.get(address).content.decode()
        for address in (
            f"/support-groups/{group.pk}/", group.space.get_absolute_url(), post.thread.get_absolute_url(),
            "/search/?q=awake", "/", f"/api/v1/threads/{post.thread_id}", f"/api/v1/threads/{post.thread_id}/replies",
        )
    ]  # fmt: skip

    assert all("Asha" not in page for page in pages)
    assert all(name in page for page in (*pages[:4], pages[5]))
    told = list(OutboxEvent.objects.exclude(channels__contains=" member:"))
    assert told and all(event.actor_id is None for event in told)
    assert all(str(asha.pk) not in json.dumps(event.data).split() for event in told)


def test_the_facilitator_sees_the_other_name_alone_from_the_asking_on(group, asha, mo, browser_of):
    browser, holder = browser_of(asha), browser_of(mo)
    browser.post(f"/support-groups/{group.pk}/ask/", {"under": "other"})
    asked = Waiting.objects.get()
    page = holder.get(f"/support-groups/{group.pk}/members/").content.decode()
    assert asked.name and asked.name in page and "Asha" not in page

    holder.post(f"/support-groups/{group.pk}/members/", {"admit": asked.pk})
    browser.post(f"/support-groups/{group.pk}/come-in/", {"under": "other", "agree": "on"})

    assert Membership.objects.get(member=asha).name == asked.name
    page = holder.get(f"/support-groups/{group.pk}/members/").content.decode()
    assert asked.name in page and "Asha" not in page


def test_outside_there_is_no_trace_of_who_is_in_a_group_or_that_it_has_a_space(
    group, enter, asha, ben, browser_of
):
    enter(asha)
    outsider = browser_of(ben)

    assert "Asha" not in outsider.get(f"/support-groups/{group.pk}/").content.decode()
    assert "Night owls" not in outsider.get("/spaces/").content.decode()
    assert outsider.get(group.space.get_absolute_url()).status_code == 404
    assert "Night owls" not in outsider.get(f"/members/{asha.name}/").content.decode()
    assert not Space.objects.listed_for(ben).filter(pk=group.space_id).exists()
    assert not Space.objects.readable_by(ben).filter(pk=group.space_id).exists()


def test_a_group_by_invitation_is_known_to_those_inside_and_invited_alone(group, asha, ben, mo, browser_of):
    Group.objects.filter(pk=group.pk).update(door="invitation")
    actions.invite(group, member=asha, by=mo, now=timezone.now())

    assert browser_of(asha).get(f"/support-groups/{group.pk}/").status_code == 200
    assert browser_of(ben).get(f"/support-groups/{group.pk}/").status_code == 404
    assert "Night owls" not in browser_of(ben).get("/support-groups/").content.decode()


def test_whoever_somebody_inside_blocked_stays_in_line_and_is_told_nothing(group, enter, asha, dana, mo):
    enter(asha, other_name=True)
    block(dana, blocker=asha)
    Group.objects.filter(pk=group.pk).update(size=8, door="open")

    actions.ask_for_place(group, member=dana, now=NOW)

    assert queries.get_standing(group.pk, viewer=dana).state(NOW) == "waiting"


def test_blocking_people_one_by_one_does_not_tell_who_has_a_name_of_the_group(group, enter, asha, ben, mo):
    """Ben blocks Asha to see whether a door closes before him; were it to, she would be inside."""
    enter(asha, other_name=True)
    block(asha, blocker=ben)
    Group.objects.filter(pk=group.pk).update(size=8, door="open")

    actions.ask_for_place(group, member=ben, now=NOW)

    assert queries.get_standing(group.pk, viewer=ben).state(NOW) == "offered"
    assert len(queries.list_voices(group, viewer=ben)) == 2


def test_two_kept_apart_inside_see_no_trace_of_each_other_in_the_list(group, enter, asha, ben, browser_of):
    enter(asha)
    enter(ben)
    block(ben, blocker=asha)

    assert "Ben" not in browser_of(asha).get(f"/support-groups/{group.pk}/").content.decode()
    assert "Asha" not in browser_of(ben).get(f"/support-groups/{group.pk}/").content.decode()
