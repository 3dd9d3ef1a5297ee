"""Sorting words the moment they are posted or changed: care for their author, or waiting for a person."""

from datetime import datetime

from forum.actions.care import offer_care
from forum.actions.holding import hold, let_go_up
from forum.actions.screening import screen_post
from forum.models import Post


def look_first(post: Post, *, now: datetime, changed: bool = False) -> bool:
    """Sort a post; offer its author somebody to talk to where they sound as if they needed it, and return whether it
    is held. One that waits already goes on waiting, unless it speaks of pain now and nothing else stands against it."""
    was_held = post.held_at is not None
    said = screen_post(post, now=now, changed=changed)
    if said.shows_care:
        offer_care(post)
    if said.held_for and not was_held:
        hold(post, now=now, others_saw_it=changed)
    if was_held and not said.held_for:
        let_go_up(post, now=now)
        post.refresh_from_db(fields=["held_at", "removed_at", "created_at", "edited_at"])
        post.thread.refresh_from_db(fields=["removed_at"])
    return bool(said.held_for)
