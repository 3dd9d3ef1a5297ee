"""The same form sent twice at the same moment, as a double press on a slow line does it."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from forum.models import Support, Thread
from people.defaults import create_missing

AT_ONCE = 6


@pytest.fixture
def everything(transactional_db: None) -> None:
    """Put back what an installation starts with; a test before this one may have emptied the tables."""
    create_missing()


def at_the_same_moment(deed: Callable[[], Any]) -> list[int]:
    """Do this several times at once and return the statuses that were answered."""
    ready, answers = threading.Barrier(AT_ONCE), []

    def act() -> None:
        try:
            ready.wait()
            answers.append(deed().status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def browser(member: Any) -> Client:
    client = Client()
    client.force_login(member.account)
    return client


def test_a_thread_posted_twice_at_once_is_one_thread(everything: None, grief: Any, asha: Any) -> None:
    form = {"title": "T", "body": "Words", "wants": "listen", "nonce": str(uuid4()), "anonymous": "on"}
    cookies = browser(asha).cookies

    def post() -> Any:
        client = Client()
        client.cookies = cookies
        return client.post("/spaces/grief/new/", form)

    assert at_the_same_moment(post) == [302] * AT_ONCE
    assert Thread.objects.count() == 1


def test_a_press_given_many_times_at_once_is_taken_in_turn(
    everything: None, thread: Thread, ben: Any
) -> None:
    cookies, address = browser(ben).cookies, f"/posts/{thread.posts.get().pk}/support/"

    def press() -> Any:
        client = Client()
        client.cookies = cookies
        return client.post(address, {"kind": "hear"})

    assert at_the_same_moment(press) == [302] * AT_ONCE
    assert Support.objects.count() == 0
