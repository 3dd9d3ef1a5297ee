"""The demo community: complete, recent, and once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from circles import queries
from circles.models import Group, Membership
from forum.models import Bookmark, Post, Reading, Space, Support, Thread
from home.demo_community import CAST, PASSPHRASE, load_demo
from people.models import Member

NOW = datetime(2025, 3, 4, 8, 30, tzinfo=UTC)


@pytest.fixture
def demo(db: None) -> None:
    load_demo(now=NOW)


def test_there_is_something_on_every_screen(demo: None) -> None:
    assert Space.objects.count() >= 10
    assert Thread.objects.count() >= 60
    assert Post.objects.filter(is_opening=False).count() >= 400
    assert Member.objects.count() >= 40
    assert Thread.objects.filter(alias__isnull=False).exists()
    assert Thread.objects.exclude(notes="").exists()
    assert Thread.objects.filter(reply_count=0).exists() or Thread.objects.filter(reply_count__lt=3).exists()
    assert Thread.objects.filter(update_post__isnull=False).exists()
    assert Support.objects.count() > 30
    assert Bookmark.objects.exists()
    assert Reading.objects.filter(followed_at__isnull=False).exists()


def test_the_cast_can_sign_in_in_their_roles_and_nobody_else_can(demo: None) -> None:
    usable = {member.name for member in Member.objects.all() if member.account.has_usable_password()}

    assert usable == set(CAST)
    assert Member.objects.get(name="Asha").account.check_password(PASSPHRASE)
    roles = dict(Member.objects.filter(name__in=CAST).values_list("name", "role"))
    assert roles == {
        "Asha": "member", "Ben": "member", "Chen": "member", "Dana": "member",
        "Lena": "listener", "Ravi": "clinician", "Mo": "moderator", "Olu": "operator",
    }  # fmt: skip


def test_the_stories_are_of_the_last_weeks_and_keep_their_time_of_day(demo: None) -> None:
    newest, oldest = Post.objects.latest("created_at"), Post.objects.earliest("created_at")

    assert NOW - timedelta(days=1) < newest.created_at <= NOW
    assert oldest.created_at > NOW - timedelta(days=45)
    assert not Member.objects.filter(joined_at__gt=NOW).exists()


def test_nobody_wrote_before_they_joined(demo: None) -> None:
    assert all(post.created_at > post.author.joined_at for post in Post.objects.select_related("author"))


def test_support_groups_meet_one_by_request_one_by_invitation_and_one_full(demo: None) -> None:
    asha, chen, ravi = (Member.objects.get(name=name) for name in ("Asha", "Chen", "Ravi"))
    seen = {one.group.name: one.state(NOW) for one in queries.list_groups(asha)}
    full = Group.objects.get(name="Worry hour")

    assert seen == {"Evenings after a loss": "inside", "Worry hour": "waiting"}
    assert "offered" in [one.state(NOW) for one in queries.list_groups(chen)]
    assert queries.places_taken(full, now=NOW) == full.size
    assert queries.get_standing(full.pk, viewer=ravi).holds
    assert Membership.objects.exclude(name="").count() == 4
    assert next(one.state for one in queries.list_coming(ravi, now=NOW)) == "seat"
    assert not Group.objects.unheld().exists()


def test_loading_it_again_changes_nothing(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = (Post.objects.count(), Support.objects.count(), Bookmark.objects.count())

    call_command("demo")

    assert (Post.objects.count(), Support.objects.count(), Bookmark.objects.count()) == before
    assert "here already" in capsys.readouterr().out
