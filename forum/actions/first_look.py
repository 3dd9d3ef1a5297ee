"""Sorting words the moment they are posted or changed: care for their author, or waiting for a person."""

from datetime import datetime

from forum.actions.care import offer_care
from forum.actions.holding import hold
from forum.actions.screening import screen_post
from forum.models import Post


def look_first(post: Post, *, now: datetime, others_saw_it: bool = False) -> bool:
    """Sort a post; offer its author somebody to talk to where they sound as if they needed it, and return whether it
    is held. One that waits already goes on waiting, whatever it says now."""
    was_held = post.held_at is not None
    said = screen_post(post, now=now)
    if said.shows_care:
        offer_care(post)
    if said.held_for and not was_held:
        hold(post, now=now, others_saw_it=others_saw_it)
    return was_held or bool(said.held_for)
