"""A thread nobody answers is quietly shown to somebody who offered to be asked, and answered."""

import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.house import ROOT, House
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]
ASK = """
from datetime import timedelta
from django.utils import timezone
from forum.actions import offer_waiting
from forum.models import Post, Thread
then = timezone.now() - timedelta(minutes=31)
Thread.objects.filter(pk={thread}).update(created_at=then)
Post.objects.filter(thread={thread}).update(created_at=then)
assert offer_waiting(now=timezone.now())
"""


def half_an_hour_later(house: House, thread: int) -> None:
    """Let a thread have waited for half an hour, and do what the background does every five minutes."""
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", ASK.format(thread=thread)],
        cwd=ROOT, env=house.environment, check=True, capture_output=True,
    )  # fmt: skip


def test_a_first_post_that_waits_is_quietly_shown_to_a_helper_and_answered(
    visitor: Arrive, house: House
) -> None:
    """Somebody new writes at night. A member who offered to help is asked, without words, answers, and it is over."""
    asker, helper = visitor(), visitor()
    asker.join()
    helper.join()
    helper.go("/helping/").follow("Say when and about what")
    helper.page.get_by_label("Quiet hours begin").fill("05:00")
    helper.page.get_by_label("and end").fill("05:00")
    helper.press("You may ask me")
    helper.sees("Saved. Thank you.")

    thread = asker.start_thread("sleepless", "Is anybody there", "The clock is loud tonight.")
    half_an_hour_later(house, thread)

    helper.go("/notices/").sees("Somebody waits for an answer that you might have.")
    helper.sees_no("Is anybody there")
    helper.go("/helping/").sees("We thought of you.")
    helper.follow("Read it")
    helper.sees("Nobody has answered yet.")
    helper.reply("I am here. Mine ticks as well.")

    expect(asker.post("Mine ticks as well.")).to_be_visible()
    asker.sees_no("waited")
    helper.open_thread(thread).sees("The first answer came after")
    helper.go("/helping/").sees_no("We thought of you.")
    helper.go("/notices/").sees_no("Somebody waits for an answer")


def test_not_this_time_needs_no_reason_and_is_told_to_nobody(visitor: Arrive, house: House) -> None:
    asker, helper = visitor(), visitor()
    asker.join()
    name = helper.join()
    helper.go("/helping/settings/")
    helper.page.get_by_label("Quiet hours begin").fill("05:00")
    helper.page.get_by_label("and end").fill("05:00")
    helper.press("You may ask me")
    thread = asker.start_thread("sleepless", "Anyone awake", "The kettle is on.")
    half_an_hour_later(house, thread)
    helper.go("/helping/").sees("We thought of you.")

    helper.press("Not this time")

    helper.sees("Not this time, then. Nobody is told")
    helper.sees_no("We thought of you.")
    asker.open_thread(thread).sees("The kettle is on.")
    asker.sees_no(name)
