"""Blocks work both ways and tell nobody; mutes only for the one who mutes."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from live.models import OutboxEvent
from people import actions, queries
from people.signals import distance_changed


@pytest.fixture
def told():
    """Collect what the signal says."""
    heard = []

    def listen(**news):
        heard.append((news["change"], news["member"].name, news["other"].name))

    distance_changed.connect(listen)
    yield heard
    distance_changed.disconnect(listen)


def channels_told():
    return sorted(" ".join(event.channels for event in OutboxEvent.objects.all()).split())


def test_a_block_hides_both_from_each_other(asha, dana):
    actions.block(dana, blocker=asha)

    assert queries.get_viewer(asha.account_id).member.hidden_ids == {dana.pk}
    assert queries.get_viewer(dana.account_id).member.hidden_ids == {asha.pk}
    for name, viewer in (("Dana", asha), ("Asha", dana)):
        with pytest.raises(Http404):
            queries.get_member(name, viewer=viewer)


def test_a_block_reaches_pages_that_remembered_both(asha, dana):
    for member in (asha, dana):
        assert queries.get_viewer(member.account_id).member.hidden_ids == frozenset()

    actions.block(dana, blocker=asha)

    assert queries.get_viewer(dana.account_id).member.hidden_ids == {asha.pk}


def test_what_was_read_before_a_block_is_not_remembered_after_it(asha, dana, monkeypatch):
    from people.queries import viewers

    load = viewers._load

    def load_while_a_block_happens(account_id):
        found = load(account_id)
        actions.block(dana, blocker=asha)
        return found

    monkeypatch.setattr(viewers, "_load", load_while_a_block_happens)
    queries.get_viewer(dana.account_id)
    monkeypatch.setattr(viewers, "_load", load)

    assert queries.get_viewer(dana.account_id).member.hidden_ids == {asha.pk}


def test_only_the_one_who_blocked_can_take_it_back(asha, dana):
    actions.block(dana, blocker=asha)

    actions.unblock(asha, blocker=dana)
    assert asha.pk in queries.get_viewer(dana.account_id).member.hidden_ids

    actions.unblock(dana, blocker=asha)
    assert queries.get_viewer(dana.account_id).member.hidden_ids == frozenset()


def test_a_mute_changes_nothing_for_the_muted(asha, ben):
    actions.mute(ben, muter=asha)

    assert queries.get_viewer(asha.account_id).member.hidden_ids == {ben.pk}
    assert queries.get_viewer(ben.account_id).member.hidden_ids == frozenset()
    assert queries.get_member("Ben", viewer=asha) == ben


def test_a_mute_can_be_taken_back(asha, ben):
    actions.mute(ben, muter=asha)

    actions.unmute(ben, muter=asha)

    assert queries.get_viewer(asha.account_id).member.hidden_ids == frozenset()


@pytest.mark.parametrize(("act", "by"), [(actions.block, "blocker"), (actions.mute, "muter")])
def test_nobody_can_block_or_mute_themselves(act, by, asha):
    with pytest.raises(ValidationError):
        act(asha, **{by: asha})


def test_doing_it_twice_changes_and_tells_nothing_more(asha, dana, told):
    actions.block(dana, blocker=asha)
    actions.block(dana, blocker=asha)
    actions.unblock(dana, blocker=asha)
    actions.unblock(dana, blocker=asha)

    assert told == [("block", "Asha", "Dana"), ("unblock", "Asha", "Dana")]


def test_a_block_tells_both_streams_without_saying_why(asha, dana):
    OutboxEvent.objects.all().delete()

    actions.block(dana, blocker=asha)

    assert channels_told() == [f"member:{asha.pk}", f"member:{dana.pk}"]
    assert set(OutboxEvent.objects.values_list("kind", "actor_id")) == {("live.access_changed", None)}
    assert all(event.data == {} for event in OutboxEvent.objects.all())


def test_a_mute_tells_the_stream_of_the_muter_alone(asha, ben, told):
    OutboxEvent.objects.all().delete()

    actions.mute(ben, muter=asha)

    assert channels_told() == [f"member:{asha.pk}"]
    assert told == [("mute", "Asha", "Ben")]
