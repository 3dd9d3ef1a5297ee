"""Nobody hears on the event stream of what they may not know of, while it happens or afterwards."""

from typing import Any

import pytest

from live.actions import publish
from live.tests.browser import settle
from tests.proof.acts import everything
from tests.proof.community import Community
from tests.proof.streams import hear
from tests.proof.test_outside import OPEN, dump_of_the_database, readable_in
from tests.proof.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)


def hear_everything() -> tuple[Walk, dict[str, str]]:
    """Let everything happen while everybody listens; return what was wrong with what they heard, and what it was."""
    publish(["thread:1"], "forum.reply_posted", {})
    settle()
    walk = Walk(Community())
    return walk, hear(walk.community, walk, everything)


def who_missed_the_voice(walk: Walk, heard: dict[str, str]) -> set[str]:
    """Return who did not hear of some anonymous post: whom its author is apart from must not notice."""
    from forum.models import Post

    since = walk.community.voice_reply.pk + 1
    kept = Post.objects.filter(alias__isnull=False, thread=walk.community.shared, pk__gt=since)
    numbers = [str(number) for number in kept.filter(removed_at__isnull=True).values_list("pk", flat=True)]
    assert numbers
    return {role for role, text in heard.items() if any(number not in text for number in numbers)}


def test_no_stream_tells_of_what_is_not_theirs_to_know() -> None:
    walk, heard = hear_everything()

    assert readable_in(dump_of_the_database(), walk.community) == {OPEN}, "all of it was committed"
    assert not walk.leaks, "\n".join(sorted(map(str, walk.leaks)))
    assert not who_missed_the_voice(walk, heard)
    assert "stranger" not in heard and "gone" not in heard
    assert "forum.support_given" in heard["asha"] and "forum.reply_posted" in heard["chen"]


def _author_in_the_event(patch: pytest.MonkeyPatch) -> None:
    from forum import events

    def announce_post(kind: str, post: Any) -> None:
        data = {"thread": post.thread_id, "post": post.pk, "by": post.author_id}
        publish([f"thread:{post.thread_id}"], kind, data, actor_id=events._named_author(post))

    patch.setattr(events, "announce_post", announce_post)


def _nobodys_act(patch: pytest.MonkeyPatch) -> None:
    from forum import events

    patch.setattr(events, "_named_author", lambda item: None)


def _every_act_its_authors(patch: pytest.MonkeyPatch) -> None:
    from forum import events

    patch.setattr(events, "_named_author", lambda item: item.author_id)


def test_events_that_say_too_much_or_reach_those_kept_apart_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    _author_in_the_event(monkeypatch)
    _nobodys_act(monkeypatch)

    walk, _ = hear_everything()

    found = {(leak.role, leak.secret) for leak in walk.leaks}
    assert {("chen", "member numbers"), ("dana", "numbers of Asha's words")} <= found


def test_an_anonymous_act_that_is_somebodys_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    _every_act_its_authors(monkeypatch)

    assert who_missed_the_voice(*hear_everything()) == {"chen", "clara"}
