"""Idempotency keys: a request that is sent again is done once, and nothing anybody wrote is kept for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.models import KeptAnswer
from api.tasks import forget_answers
from api.tests.program import problem_of
from forum.models import Post, Thread

WORDS = {"title": "Velvet lighthouse", "body": "Kingfisher.", "wants": "listen"}


def test_the_same_request_again_gets_the_same_answer_and_is_not_done_again(asha, space, program):
    author = program(asha)

    first = author.ask("POST", "/spaces/grief/threads", WORDS, Idempotency_Key="k-1")
    second = author.ask("POST", "/spaces/grief/threads", WORDS, Idempotency_Key="k-1")

    assert Thread.objects.count() == 1
    assert (second.status_code, second.json(), second["Location"]) == (201, first.json(), first["Location"])
    assert second["Idempotency-Replayed"] == "true"
    assert not first.has_header("Idempotency-Replayed")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/spaces/grief/threads", {**WORDS, "body": "Other."}),
        ("PUT", "/spaces/grief/visit", None),
        ("PUT", "/spaces/grief/draft", {"body": "Kingfisher."}),
    ],
)
def test_a_key_used_for_something_else_is_refused(asha, space, program, method, path, body):
    author = program(asha)
    author.do("POST", "/spaces/grief/threads", WORDS, Idempotency_Key="k-1")

    assert problem_of(author.ask(method, path, body, Idempotency_Key="k-1")) == "key-reused"


def test_another_members_key_is_another_key(asha, ben, space, program):
    for member in (asha, ben):
        program(member).do("POST", "/spaces/grief/threads", WORDS, Idempotency_Key="k-1")

    assert Thread.objects.count() == 2


def test_a_request_that_failed_can_be_tried_again_with_its_key(asha, ben, write, program):
    thread = write(ben)
    author, reply = program(asha), {"body": "I hear you."}
    Thread.objects.filter(pk=thread.pk).update(locked_at=timezone.now())
    path = f"/threads/{thread.pk}/replies"
    assert problem_of(author.ask("POST", path, reply, Idempotency_Key="k-1")) == "closed"

    Thread.objects.filter(pk=thread.pk).update(locked_at=None)

    author.do("POST", path, reply, Idempotency_Key="k-1")
    assert Post.objects.filter(thread=thread, author=asha).count() == 1


def test_neither_words_nor_keys_are_kept(asha, space, program):
    program(asha).do("POST", "/spaces/grief/threads", WORDS, Idempotency_Key="my-own-key")

    kept = str(list(KeptAnswer.objects.values()))
    assert KeptAnswer.objects.count() == 1
    for word in ("Velvet", "Kingfisher", "my-own-key"):
        assert word not in kept


def test_after_a_day_a_key_is_free_again(asha, space, program):
    author = program(asha)
    author.do("POST", "/spaces/grief/threads", WORDS, Idempotency_Key="k-1")
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))

    author.do("POST", "/spaces/grief/threads", WORDS, Idempotency_Key="k-1")
    assert Thread.objects.count() == 2

    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    forget_answers()
    assert not KeptAnswer.objects.exists()


def test_a_change_is_answered_with_how_it_stands(asha, space, program):
    owner = program(asha)

    for _ in range(2):
        answer = owner.do("PATCH", "/me/settings", {"appearance": "dark"}, Idempotency_Key="k-2")
        assert answer["appearance"] == "dark"
    assert owner.ask("PUT", "/spaces/grief/visit", Idempotency_Key="k-3").status_code == 204
    assert owner.ask("PUT", "/spaces/grief/visit", Idempotency_Key="k-3").status_code == 204


@pytest.mark.parametrize("key", ["", "x" * 201, "two words", "clé"])
def test_a_key_that_is_none_is_refused(asha, space, program, key):
    response = program(asha).ask("PUT", "/spaces/grief/visit", Idempotency_Key=key)

    assert problem_of(response) == "not-valid"
    assert response.json()["errors"][0] == {
        "in": "header",
        "field": "Idempotency-Key",
        "detail": "Between 1 and 200 letters, digits and signs.",
    }
