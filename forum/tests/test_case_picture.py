"""A picture at the desk is grey and blurred until somebody asks for more."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from forum.models import Picture, Post, Thread
from safety.actions import report
from safety.subjects import find


def test_a_picture_at_the_desk_is_veiled(
    thread: Thread, ben: Any, mo: Any, browser_of: Callable[[Any], Client]
) -> None:
    post = Post.objects.get(thread=thread)
    Picture.objects.create(post=post, description="A window", width=1, height=1)
    case = report(
        find("forum.post", str(post.pk), viewer=ben), by=ben, reason="picture", words="", now=timezone.now()
    ).case

    page = browser_of(mo).get(f"/desk/{case.pk}/").content.decode()

    assert page.index('class="veiled"') < page.index('class="unveil"') < page.index("/pictures/")
