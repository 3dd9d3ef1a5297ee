"""What programs write goes through the same actions as the pages: done, refused and announced alike."""

import pytest
from django.utils import timezone

from api.tests.program import A_PICTURE, problem_of
from forum.actions import lock_thread, post_reply
from forum.models import Bookmark, Draft, Post, Reading, Space, SpaceMembership, Thread
from live.models import OutboxEvent
from notifications.models import Notice
from people.models import Block, Mute, TopicChoice

WORDS = {"title": "A quiet morning", "body": "It was *quiet*.", "wants": "company"}


def test_a_thread_and_a_reply_are_posted_and_announced(asha, ben, space, program):
    author, answerer = program(asha), program(ben)

    thread = author.do("POST", "/spaces/grief/threads", WORDS)
    reply = answerer.do("POST", f"/threads/{thread['id']}/replies", {"body": "Good."})

    assert (thread["title"], thread["wants"], thread["by"]["name"]) == ("A quiet morning", "company", "Asha")
    assert author.read(f"/posts/{thread['opening']}")["html"] == '<p dir="auto">It was <em>quiet</em>.</p>'
    assert reply["by"] == {"name": "Ben", "anonymous": False, "role": None}
    assert Notice.objects.filter(member=asha, subject_id=reply["id"]).exists()
    assert set(OutboxEvent.objects.values_list("kind", flat=True)) >= {
        "forum.thread_started",
        "forum.reply_posted",
    }


def test_where_a_new_thing_is_stands_in_the_answer(asha, space, program):
    response = program(asha).ask("POST", "/spaces/grief/threads", WORDS)

    assert response.status_code == 201
    assert response["Location"] == f"/api/v1/threads/{response.json()['id']}"


def test_an_anonymous_reply_has_the_name_that_was_promised(asha, ben, write, program):
    thread = write(asha)
    answerer = program(ben)
    promised = answerer.read(f"/threads/{thread.pk}")["anonymous_name"]

    reply = answerer.do("POST", f"/threads/{thread.pk}/replies", {"body": "Quietly.", "anonymous": True})

    assert reply["by"] == {"name": promised, "anonymous": True, "role": None}


def test_a_passage_is_quoted_only_where_it_stands(asha, ben, write, program):
    thread = write(asha)
    opening = Post.objects.get(thread=thread).pk
    answerer = program(ben)

    for words, quoted in (("evenings are long", True), ("never said that", False)):
        body = {"body": "Yes.", "quoted": opening, "quoted_text": words}
        reply = answerer.do("POST", f"/threads/{thread.pk}/replies", body)
        assert (reply["quote"] is not None) is quoted


def test_words_that_cannot_be_posted_are_refused_field_by_field(asha, space, program):
    response = program(asha).ask("POST", "/spaces/grief/threads", {"title": " \u200b", "notes": ["weather"]})

    errors = {(error["in"], error["field"]) for error in response.json()["errors"]}
    assert problem_of(response) == "not-valid"
    assert ("body", "body") in errors

    response = program(asha).ask(
        "POST", "/spaces/grief/threads", {**WORDS, "title": " \u200b", "notes": ["weather"]}
    )
    errors = {(error["in"], error["field"]) for error in response.json()["errors"]}
    assert errors == {("body", "title"), ("body", "notes")}
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"anonymous": "yes"},
        {"anonymous": 1},
        {"body": 5},
        {"colour": "blue"},
        {"notes": "loss"},
        {"quoted": "7"},
    ],
)
def test_nothing_is_guessed(asha, write, program, wrong):
    thread = write(asha)

    response = program(asha).ask("POST", f"/threads/{thread.pk}/replies", {"body": "Words", **wrong})

    assert problem_of(response) == "not-valid"
    assert response.json()["errors"][0]["field"] == next(iter(wrong))


def test_a_closed_thread_takes_no_reply(asha, mo, write, program):
    thread = write(asha)
    lock_thread(thread, by=mo, now=timezone.now())

    assert (
        problem_of(program(asha).ask("POST", f"/threads/{thread.pk}/replies", {"body": "Late."})) == "closed"
    )


def test_ones_own_words_are_edited_and_an_older_version_is_told_of(asha, write, program):
    post = Post.objects.get(thread=write(asha))
    author = program(asha)

    edited = author.do("PUT", f"/posts/{post.pk}", {"body": "Shorter now.", "version": 1, "title": "Nights"})
    late = author.ask("PUT", f"/posts/{post.pk}", {"body": "Other.", "version": 1})

    assert (edited["body"], edited["edited"], edited["version"]) == ("Shorter now.", True, 2)
    assert author.read(f"/threads/{post.thread_id}")["title"] == "Nights"
    assert problem_of(late) == "edited-elsewhere"
    assert late.json()["version"] == 2


def test_nobody_edits_or_removes_what_is_not_theirs(asha, ben, write, program):
    post = Post.objects.get(thread=write(asha))
    other = program(ben)

    assert problem_of(other.ask("PUT", f"/posts/{post.pk}", {"body": "Mine.", "version": 1})) == "not-found"
    assert problem_of(other.ask("DELETE", f"/posts/{post.pk}")) == "not-allowed"
    assert problem_of(other.ask("DELETE", f"/threads/{post.thread_id}")) == "not-allowed"
    post.refresh_from_db()
    assert (post.removed_at, post.body) == (None, "The evenings are long.")


def test_a_moderator_needs_the_scope_for_their_powers(asha, mo, write, program):
    thread = write(asha)
    plain, strong = program(mo), program(mo, "read", "write", "staff")

    assert problem_of(plain.ask("PUT", f"/threads/{thread.pk}/lock")) == "not-allowed"
    strong.do("PUT", f"/threads/{thread.pk}/lock")
    assert plain.read(f"/threads/{thread.pk}")["locked"] is True
    strong.do("DELETE", f"/threads/{thread.pk}/lock")
    strong.do("DELETE", f"/threads/{thread.pk}")
    assert problem_of(plain.get(f"/threads/{thread.pk}")) == "not-found"


def test_a_press_is_given_once_and_taken_back(asha, ben, write, program):
    post = Post.objects.get(thread=write(asha))
    friend = program(ben)

    for _ in range(2):
        assert friend.do("PUT", f"/posts/{post.pk}/support/hear")["support"] == ["hear"]
    for _ in range(2):
        assert friend.do("DELETE", f"/posts/{post.pk}/support/hear")["support"] == []
    assert problem_of(program(asha).ask("PUT", f"/posts/{post.pk}/support/hear")) == "not-allowed"
    assert problem_of(friend.ask("PUT", f"/posts/{post.pk}/support/like")) == "not-valid"


def test_following_reading_and_keeping(asha, ben, write, program):
    thread = write(asha, reply_by=ben)
    reply = Post.objects.get(thread=thread, is_opening=False).pk
    reader = program(ben)

    reader.do("DELETE", f"/threads/{thread.pk}/follow")
    reader.do("PUT", f"/posts/{reply}/bookmark")
    reader.do("PUT", f"/threads/{thread.pk}/seen", {"post": reply})

    told = reader.read(f"/threads/{thread.pk}")
    assert (told["followed"], told["seen"]) == (False, reply)
    assert Bookmark.objects.get(member=ben).post_id == reply
    reader.do("PUT", f"/threads/{thread.pk}/follow")
    reader.do("DELETE", f"/posts/{reply}/bookmark")
    assert Reading.objects.get(member=ben, thread=thread).followed_at
    assert not Bookmark.objects.exists()
    assert problem_of(reader.ask("PUT", f"/threads/{thread.pk}/seen", {"post": 999_999})) == "not-found"


def test_an_update_is_pinned_by_the_author_alone(asha, ben, write, program):
    thread = write(asha)
    own = post_reply(thread, author=asha, body="Better today.", now=timezone.now()).pk
    author = program(asha)

    author.do("PUT", f"/threads/{thread.pk}/update", {"post": own})
    assert author.read(f"/threads/{thread.pk}")["update"] == own
    assert problem_of(program(ben).ask("DELETE", f"/threads/{thread.pk}/update")) == "not-allowed"
    author.do("DELETE", f"/threads/{thread.pk}/update")
    assert author.read(f"/threads/{thread.pk}")["update"] is None


def test_drafts_are_kept_just_as_they_were_typed_and_dropped(asha, space, write, program):
    thread = write(asha)
    writer = program(asha)

    writer.do("PUT", f"/threads/{thread.pk}/draft", {"body": "Half a sen", "anonymous": True})
    writer.do("PUT", "/spaces/grief/draft", {"body": "", "title": "Only a title"})
    assert writer.read(f"/threads/{thread.pk}/draft")["body"] == "Half a sen"
    assert writer.read("/spaces/grief/draft")["title"] == "Only a title"
    writer.do("PUT", "/spaces/grief/draft", {"body": "x" * 30_000})
    assert len(writer.read("/spaces/grief/draft")["body"]) == 30_000
    writer.do("DELETE", f"/threads/{thread.pk}/draft")
    writer.do("PUT", "/spaces/grief/draft", {"body": "  "})
    assert not Draft.objects.exists()


def test_a_draft_is_kept_only_where_one_may_write(asha, rooms, program):
    assert problem_of(program(asha).ask("PUT", "/spaces/door/draft", {"body": "Words"})) == "not-found"


def test_blocks_and_mutes_go_both_ways_and_back(asha, ben, chen, program):
    keeper = program(asha)

    for _ in range(2):
        keeper.do("PUT", "/blocks/ben")
    keeper.do("PUT", "/mutes/Chen")
    assert keeper.read("/blocks")["items"] == ["Ben"]
    assert keeper.read("/mutes")["items"] == ["Chen"]
    assert problem_of(keeper.get("/members/Ben")) == "not-found"
    keeper.do("DELETE", "/blocks/Ben")
    keeper.do("DELETE", "/mutes/chen")
    keeper.do("DELETE", "/blocks/Nobody")
    assert not Block.objects.exists() and not Mute.objects.exists()
    assert problem_of(keeper.ask("PUT", "/blocks/Asha")) == "conflict"
    assert problem_of(keeper.ask("PUT", "/blocks/Nobody")) == "not-found"


def test_a_door_is_knocked_at_answered_and_left(asha, ben, mo, rooms, program):
    guest, keeper = program(asha), program(mo, "read", "write", "staff")

    assert guest.do("PUT", "/spaces/door/membership")["standing"] == "asked"
    assert problem_of(guest.ask("PUT", "/spaces/door/requests/Asha", {"admit": True})) == "not-allowed"
    keeper.do("PUT", "/spaces/door/requests/Asha", {"admit": True})
    assert guest.read("/spaces/door")["standing"] == "inside"
    assert guest.do("DELETE", "/spaces/door/membership")["standing"] == "outside"
    program(ben).do("PUT", "/spaces/door/membership")
    keeper.do("PUT", "/spaces/door/requests/Ben", {"admit": False})
    assert not SpaceMembership.objects.exists()
    assert problem_of(keeper.ask("PUT", "/spaces/door/requests/Ben", {"admit": True})) == "not-found"


def test_profile_and_settings_change_only_where_something_is_given(asha, program):
    owner = program(asha)

    told = owner.do("PATCH", "/me/profile", {"about": "I garden.", "languages": ["Hindi", "English"]})
    again = owner.do("PATCH", "/me/profile", {"about_audience": "nobody"})

    assert (told["about"], told["about_audience"], told["languages"]) == (
        "I garden.",
        "members",
        ["Hindi", "English"],
    )
    assert (again["about"], again["about_audience"]) == ("I garden.", "nobody")
    assert problem_of(owner.ask("PATCH", "/me/profile", {"time_zone": "Nowhere/Else"})) == "not-valid"

    changed = owner.do(
        "PATCH", "/me/settings", {"appearance": "dark", "topics": [{"topic": "loss", "choice": "open"}]}
    )
    assert (changed["appearance"], changed["text_size"]) == ("dark", "normal")
    assert changed["topics"] == [{"topic": "loss", "choice": "open"}]
    unknown = owner.ask(
        "PATCH", "/me/settings", {"text_size": "large", "topics": [{"topic": "x", "choice": "open"}]}
    )
    assert unknown.json()["errors"][0]["field"] == "topics.0.topic"
    assert owner.read("/me/settings")["text_size"] == "normal"
    assert TopicChoice.objects.count() == 1


def test_answers_are_in_the_members_language(asha, program):
    owner = program(asha)
    owner.do("PATCH", "/me/settings", {"language": "es"})

    assert owner.get("/threads/999").json()["title"] == "Aquí no hay nada"
    assert program().get("/nowhere", Accept_Language="es").json()["title"] == "Aquí no hay nada"


def test_notices_are_marked_as_read_up_to_what_was_shown(asha, ben, write, program):
    write(asha, reply_by=ben)
    reader = program(asha)
    assert reader.read("/me")["news"] is True

    reader.do("POST", "/notices/read", {"until": "2001-01-01T00:00:00Z"})
    assert reader.read("/notices")["items"][0]["new"] is True
    notice = reader.read("/notices")["items"][0]["id"]
    reader.do("PUT", f"/notices/{notice}/read")
    assert reader.read("/notices")["items"][0]["new"] is False
    write(asha, reply_by=ben)
    reader.do("POST", "/notices/read", {})
    assert not any(notice["new"] for notice in reader.read("/notices")["items"])


def test_looking_at_a_space_is_remembered(asha, ben, space, write, program):
    write(ben)
    reader = program(asha)
    assert reader.read("/spaces/grief")["news"] is True

    reader.do("PUT", "/spaces/grief/visit")

    assert reader.read("/spaces/grief")["news"] is False


def test_nobody_writes_in_a_space_that_is_not_open_to_them(asha, rooms, program):
    assert problem_of(program(asha).ask("POST", "/spaces/door/threads", WORDS)) == "not-allowed"
    assert problem_of(program().ask("POST", "/spaces/grief/threads", WORDS)) == "sign-in"
    assert problem_of(program(asha).ask("POST", "/spaces/nowhere/threads", WORDS)) == "not-found"
    assert Space.objects.count() == 3 and not Thread.objects.exists()


def test_a_picture_comes_with_its_description_and_is_drawn_anew(asha, ben, write, program):
    answerer = program(ben)
    picture = {"data": A_PICTURE, "description": "A green field"}

    reply = answerer.do("POST", f"/threads/{write(asha).pk}/replies", {"body": "Here.", "picture": picture})

    shown = reply["picture"]
    assert (shown["description"], shown["width"], shown["height"]) == ("A green field", 4, 3)
    assert answerer.client.get(shown["url"], headers=answerer.headers)["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    ("picture", "field"),
    [
        ({"data": "bm8gcGljdHVyZQ==", "description": "Words"}, "picture.data"),
        ({"data": "%%%", "description": "Words"}, "picture.data"),
        ({"data": A_PICTURE, "description": " "}, "picture.description"),
    ],
)
def test_what_is_no_picture_is_refused_where_it_stands(picture, field, asha, space, program):
    response = program(asha).ask("POST", "/spaces/grief/threads", {**WORDS, "picture": picture})

    assert problem_of(response) == "not-valid"
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not Thread.objects.exists()
