"""What programs read is what the pages show: as much, and no trace more."""

import pytest
from django.utils import timezone

from api.tests.program import problem_of
from forum.actions import (
    ask_to_enter,
    bookmark,
    edit_post,
    post_reply,
    remove_post,
    save_draft,
    toggle_support,
)
from forum.models import Post, SpaceMembership
from notifications.actions import notify
from people.actions import choose_topic, mute, save_profile
from people.models import Topic


def opening_of(thread):
    return Post.objects.get(thread=thread, is_opening=True)


def test_strangers_read_what_is_open_and_are_else_asked_to_sign_in(asha, rooms, write, program):
    threads = {kind: write(asha, place=place) for kind, place in rooms.items() if kind != "request"}
    stranger = program()

    assert [one["slug"] for one in stranger.read("/spaces")["items"]] == ["grief"]
    assert [one["id"] for one in stranger.read("/threads")["items"]] == [threads["open"].pk]
    assert len(stranger.read(f"/threads/{threads['open'].pk}/posts")["items"]) == 1
    for path in (
        f"/threads/{threads['members'].pk}",
        "/threads/999",
        "/spaces/room",
        "/spaces/nowhere",
        "/me",
    ):
        assert problem_of(stranger.get(path)) == "sign-in"
    assert problem_of(stranger.get("/threads?show=following")) == "sign-in"


def test_a_door_is_known_and_what_is_behind_it_is_not(asha, ben, rooms, write, program):
    SpaceMembership.objects.create(space=rooms["request"], member=asha, admitted_at=timezone.now())
    thread = write(asha, place=rooms["request"])
    reader = program(ben)

    space = reader.read("/spaces/door")

    assert (space["standing"], space["can_read"], space["can_post"]) == ("outside", False, False)
    for path in (f"/threads/{thread.pk}", f"/threads/{thread.pk}/posts", f"/posts/{opening_of(thread).pk}"):
        assert problem_of(reader.get(path)) == "not-found"
    assert reader.read("/threads")["items"] == []
    assert reader.read("/threads?space=door")["items"] == []
    assert reader.read("/search?q=evenings")["items"] == []
    assert problem_of(reader.get("/spaces/door/requests")) == "not-allowed"


def test_blocked_members_find_no_trace_of_each_other(asha, dana, dana_is_blocked, write, program, ben):
    own = write(asha)
    shared = write(ben)
    reply = post_reply(shared, author=asha, body="Asha was here.", now=timezone.now())
    reader = program(dana)

    assert [row["id"] for row in reader.read("/threads")["items"]] == [shared.pk]
    assert problem_of(reader.get(f"/threads/{own.pk}")) == "not-found"
    assert problem_of(reader.get(f"/posts/{reply.pk}")) == "not-found"
    assert problem_of(reader.get("/members/Asha")) == problem_of(reader.get("/members/Nobody")) == "not-found"
    assert reader.read(f"/threads/{shared.pk}")["replies"] == 0
    assert "Asha" not in str(reader.read(f"/threads/{shared.pk}/posts"))
    assert reader.read("/search?q=asha")["items"] == []


def test_an_anonymous_author_is_nobody_but_to_themselves(asha, ben, write, program):
    thread = write(asha, anonymous=True)
    post = opening_of(thread)

    for path in (f"/threads/{thread.pk}", f"/threads/{thread.pk}/posts", f"/posts/{post.pk}", "/threads"):
        told = program(ben).get(path).content.decode()
        assert "Asha" not in told
        assert '"anonymous": true' in told
        assert '"mine": true' not in told
    assert program(ben).read("/members/Asha/posts")["items"] == []
    assert program(asha).read(f"/posts/{post.pk}")["mine"] is True


def test_times_are_told_to_the_minute(asha, write, program):
    thread = write(asha)

    told = program(asha).read(f"/threads/{thread.pk}")

    assert told["created_at"] == f"{thread.created_at:%Y-%m-%dT%H:%M}:00Z"


def test_only_the_author_gets_their_markdown_version_and_supporters(asha, ben, write, program):
    post = opening_of(write(asha))
    toggle_support(post, member=ben, kind="hear", now=timezone.now())

    own, others = program(asha).read(f"/posts/{post.pk}"), program(ben).read(f"/posts/{post.pk}")

    assert own["body"] == "The evenings are long."
    assert own["supporters"] == [{"name": "Ben", "kind": "hear"}]
    assert (others["body"], others["version"], others["supporters"]) == (None, None, [])
    assert others["support"] == ["hear"]


def test_of_a_removed_post_only_its_place_is_left(asha, ben, write, program):
    thread = write(asha)
    reply = post_reply(thread, author=ben, body="Too much.", now=timezone.now())
    remove_post(reply, by=ben, now=timezone.now())

    told = program(asha).read(f"/threads/{thread.pk}/posts")["items"][1]

    assert (told["id"], told["removed"], told["by"], told["html"], told["created_at"]) == (
        reply.pk, True, None, "", None,
    )  # fmt: skip


def test_a_quote_is_left_out_for_who_may_not_see_its_author(asha, ben, chen, write, program):
    thread = write(chen)
    quoted = post_reply(thread, author=ben, body="The lamp is on.", now=timezone.now())
    reply = post_reply(
        thread, author=chen, body="Thank you.", quoted=quoted, quoted_text="lamp is on", now=timezone.now()
    )
    reader = program(asha)
    assert reader.read(f"/posts/{reply.pk}")["quote"]["text"] == "lamp is on"

    mute(ben, muter=asha)

    assert reader.read(f"/posts/{reply.pk}")["quote"] is None


def test_covered_words_say_so_and_left_out_topics_are_gone(asha, ben, write, program):
    topic = Topic.objects.first()
    thread = write(asha, notes=[topic.slug])
    reader = program(ben)

    assert reader.read(f"/threads/{thread.pk}")["covered"] is True
    assert reader.read("/search?q=evenings")["items"][0]["snippet_html"] == ""
    choose_topic(ben, topic=topic, choice="open")
    assert reader.read(f"/threads/{thread.pk}")["covered"] is False
    choose_topic(ben, topic=topic, choice="leave_out")
    assert reader.read("/threads")["items"] == []


def test_lists_go_on_by_cursor_without_a_gap_or_anything_twice(asha, ben, write, program):
    thread = write(asha)
    for number in range(120):
        post_reply(thread, author=ben, body=f"Word {number}", now=timezone.now())
    reader, cursor, seen = program(asha), "", []

    while cursor is not None:
        page = reader.read(f"/threads/{thread.pk}/posts" + (f"?cursor={cursor}" if cursor else ""))
        seen += [post["id"] for post in page["items"]]
        cursor = page["next"]

    assert seen == list(Post.objects.filter(thread=thread).order_by("pk").values_list("pk", flat=True))
    assert len(seen) == 121


def test_a_members_page_shows_what_they_opened_and_to_whom(asha, ben, program):
    save_profile(asha, about="I garden.", lived_experience="A secret.", pronouns="she")
    assert problem_of(program().get("/members/Asha")) == "sign-in"

    told = program(ben).read("/members/asha")

    assert {line["field"] for line in told["lines"]} == {"about", "pronouns"}
    assert "secret" not in str(told)
    save_profile(asha, about_audience="everyone")
    assert [line["field"] for line in program().read("/members/Asha")["lines"]] == ["about"]


def test_notices_and_bookmarks_are_ones_own(asha, ben, write, program):
    thread = write(asha, reply_by=ben)
    reply = Post.objects.get(thread=thread, is_opening=False)
    bookmark(reply, member=asha)
    reader = program(asha)

    notice = reader.read("/notices")["items"][0]

    assert notice["kind"] == "forum.reply"
    assert problem_of(program(ben).get(f"/notices/{notice['id']}")) == "not-found"
    assert [kept["post"] for kept in reader.read("/bookmarks")["items"]] == [reply.pk]
    assert program(ben).read("/bookmarks")["items"] == []


def test_notices_name_nobody_in_discreet_mode(asha, ben, write, program):
    write(asha, reply_by=ben)
    reader = program(asha)
    assert "Ben" in reader.read("/notices")["items"][0]["text"]

    reader.do("PATCH", "/me/settings", {"discreet": True})

    assert "Ben" not in reader.read("/notices")["items"][0]["text"]


def test_drafts_are_their_writers_alone(asha, ben, space, write, program):
    thread = write(ben)
    save_draft(asha, thread=thread, body="Not yet.")
    save_draft(asha, space=space, title="Soon", body="Not yet either.")

    assert {draft["body"] for draft in program(asha).read("/drafts")["items"]} == {
        "Not yet.",
        "Not yet either.",
    }
    assert program(asha).read(f"/threads/{thread.pk}/draft")["body"] == "Not yet."
    assert program(ben).read("/drafts")["items"] == []
    assert problem_of(program(ben).get(f"/threads/{thread.pk}/draft")) == "not-found"


def test_what_a_post_said_before_is_for_its_author_and_moderators(asha, ben, mo, write, program):
    post = opening_of(write(asha))
    edit_post(post, by=asha, body="Now.", version=1, title="Evenings", now=timezone.now())

    assert program(asha).read(f"/posts/{post.pk}/revisions")["items"][0]["body"] == "The evenings are long."
    assert problem_of(program(ben).get(f"/posts/{post.pk}/revisions")) == "not-found"
    assert problem_of(program(mo).get(f"/posts/{post.pk}/revisions")) == "not-found"
    assert program(mo, "read", "staff").get(f"/posts/{post.pk}/revisions").status_code == 200


def test_crisis_lines_are_for_everybody(program):
    stranger = program()

    assert {"code": "IE", "name": "Ireland"} in stranger.read("/help-lines")["items"]
    ireland = stranger.read("/help-lines/IE")
    assert ireland["emergency"][0]["phone"]
    assert ireland["lines"]
    assert problem_of(stranger.get("/help-lines/ZZ")) == "sign-in"
    assert stranger.read("/community")["name"] == "Hearthside"


def test_search_keeps_to_its_space_and_days(asha, rooms, write, program):
    write(asha)
    write(asha, place=rooms["members"])
    reader = program(asha)

    assert len(reader.read("/search?q=evenings")["items"]) == 2
    assert [hit["space"]["slug"] for hit in reader.read("/search?q=evenings&space=room")["items"]] == ["room"]
    assert reader.read("/search?q=evenings&until=2001-01-01")["items"] == []
    assert reader.read("/search?q=evenings&since=0001-01-01&until=9999-12-31")["items"]


def test_whoever_waits_at_a_door_is_known_to_those_who_look_after_it(asha, mo, rooms, program):
    ask_to_enter(rooms["request"], member=asha)
    assert program(asha).read("/spaces/door")["standing"] == "asked"

    assert program(mo, "read", "staff").read("/spaces/door/requests")["items"] == ["Asha"]


@pytest.mark.parametrize("path", ["/nowhere", "/", "/threads/1/2/3", "/openapi.yaml"])
def test_an_address_that_is_none_is_nothing_for_anybody(asha, program, path):
    for reader in (program(), program(asha)):
        assert problem_of(reader.get(path)) == "not-found"


def test_a_notice_of_an_unknown_subject_is_as_if_absent(asha, program):
    notify("forum.reply", subject_id=999_999, member_ids=[asha.pk], now=timezone.now())

    assert program(asha).read("/notices") == {"items": [], "next": None}
