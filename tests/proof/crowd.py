"""A thousand anonymous posts: forty members, each with one in every one of twenty-five threads, in any order.

The members differ in everything the product knows of somebody, so whatever let a bit of that through would join
what one of them wrote: their role, their language, whom they are apart from, and the second at which they write.
"""

import random
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.cast import PASSPHRASE
from tests.proof.community import forget

MEMBERS = 40
THREADS = 25
WRITTEN = 2  # threads whose replies go through the action, each by each
SAID = "This evening was long for me."


class Crowd:
    """The members, their posts by thread, and the browsers of those who read and want to know.

    "reader" blocked some of the members, was blocked by others and muted others; "keeper" moderates; "stranger" is
    not signed in. None of them wrote anything.
    """

    def __init__(self, threads: int = THREADS) -> None:
        from forum.models import Space
        from people.actions import sign_up

        self._chance = random.Random("the same crowd every time")
        self._now = timezone.now() - timedelta(days=20)
        self.reader, self.keeper = (
            sign_up(name=name, passphrase=PASSPHRASE, now=self._now) for name in ("Reader", "Keeper")
        )
        self.members = [
            sign_up(
                name=f"Person {number:02}", passphrase=PASSPHRASE, now=self._now + timedelta(hours=number)
            )
            for number in range(MEMBERS)
        ]
        self.space = Space.objects.create(
            slug="evenings", name="Evenings", purpose="For evenings.", access="open"
        )
        self._differ()
        self.posts: dict[int, dict[int, int]] = {}
        for number in range(threads):
            self._fill_a_thread(f"Evening {number:02}")
        self.browsers = {"reader": Client(), "keeper": Client(), "stranger": Client()}
        self.browsers["reader"].force_login(self.reader.account)
        self.browsers["keeper"].force_login(self.keeper.account)
        forget()

    def _differ(self) -> None:
        """Let members differ, and some of them be apart from the reader in each of the ways there are."""
        from people.actions import block, mute, save_profile, set_appearance, set_discreet, set_preferences
        from people.models import Member

        Member.objects.filter(pk=self.keeper.pk).update(role="moderator")
        for number, role in enumerate(["moderator", "listener", "clinician", "operator"]):
            Member.objects.filter(pk=self.members[number].pk).update(role=role)
        for member in self.members[4:8]:
            block(member, blocker=self.reader)
        for member in self.members[8:12]:
            block(self.reader, blocker=member)
        for member in self.members[12:16]:
            mute(member, muter=self.reader)
        for member in self.members[16:20]:
            set_appearance(member, appearance="dark", text_size="large", language="es")
            set_discreet(member, discreet=True)
        for member in self.members[20:24]:
            save_profile(member, about="Evenings", about_audience="everyone", pronouns="they")
            set_preferences(member, pictures_on_tap=False, shows_writing=True)
        self.members = [Member.objects.get(pk=member.pk) for member in self.members]

    def _fill_a_thread(self, title: str) -> None:
        begins, *_ = order = self._chance.sample(range(MEMBERS), MEMBERS)
        self._chance.shuffle(order)
        thread = self._begin_a_thread(begins, title)
        write = self._reply_to if len(self.posts) < WRITTEN else self._reply_to_at_once
        self.posts[thread.pk] = write(thread, order)

    def _begin_a_thread(self, begins: int, title: str) -> Any:
        from forum.actions import follow, start_thread
        from forum.models import Reading

        thread = start_thread(
            self.space, author=self.members[begins], title=title, body=SAID, wants="listen",
            now=self._moment_of(begins), anonymous=True,
        )  # fmt: skip
        Reading.objects.filter(thread=thread).delete()
        follow(thread, member=self.reader, now=self._now)
        return thread

    def _reply_to(self, thread: Any, order: list[int]) -> dict[int, int]:
        from forum.actions import post_reply
        from forum.models import Reading

        posts = {}
        for number in order:
            post = post_reply(
                thread, author=self.members[number], body=SAID, now=self._moment_of(number), anonymous=True
            )
            posts[post.pk] = number
            Reading.objects.filter(thread=thread).exclude(
                member=self.reader
            ).delete()  # one notice each will do
        return posts

    def _reply_to_at_once(self, thread: Any, order: list[int]) -> dict[int, int]:
        """Write what `post_reply` writes that anybody can read, without the time it takes a thousand times."""
        from core.text import render_markdown
        from forum.actions.counts import count_again
        from forum.models import Post
        from forum.names import get_or_create_alias
        from notifications.actions import notify

        html = render_markdown(SAID)
        posts = Post.objects.bulk_create(
            Post(
                thread=thread, author=self.members[number], alias=get_or_create_alias(thread, self.members[number]),
                body=SAID, html=html, created_at=self._moment_of(number),
            )
            for number in order
        )  # fmt: skip
        count_again([thread.pk])
        for post in posts:
            notify(
                "forum.reply",
                subject_id=post.pk,
                member_ids=[self.reader.pk],
                actor_id=None,
                now=post.created_at,
            )
        return {post.pk: number for post, number in zip(posts, order, strict=True)}

    def _moment_of(self, number: int) -> datetime:
        """Return a later minute, at the second at which this member always writes."""
        self._now += timedelta(minutes=self._chance.randint(1, 20))
        return self._now.replace(second=number, microsecond=0)
