"""Under which name a post appears: the member's own, or the alias of this thread."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from core.memory import Memory
from forum.models import Alias, Space, Thread
from forum.voices import names_in, voice_in
from people.models import Member
from people.names import alias_for

_drawn = Memory(20_000)


def _secret(place: str, member: Member) -> bytes:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"alias:{place}:{member.pk}".encode(), hashlib.sha256
    ).digest()


def voices_in(thread: Thread) -> dict[int, tuple[str, int]]:
    """Return the (name, avatar seed) of every voice in a thread by member id; by a negative one if they left."""
    rows = Alias.objects.filter(thread=thread).values_list("pk", "member_id", "name", "avatar_seed")
    return {owner or -pk: (name, seed) for pk, owner, name, seed in rows}


def alias_in(
    thread: Thread, member: Member, *, known: dict[int, tuple[str, int]] | None = None
) -> tuple[str, int]:
    """Return the (name, avatar seed) this member has or would get in this thread.

    Drawn from a keyed hash of thread and member, so it is the same on every page before the first post, and
    tells nothing to anyone without the installation's key. `known` saves asking the database again.
    """
    if known is None:
        known = voices_in(thread)
    if member.pk in known:
        return known[member.pk]
    if voice := voice_in(thread.space, member):
        return voice
    taken = {name for name, _ in known.values()} | names_in(thread.space)
    key = (thread.pk, member.pk, frozenset(taken))
    drawn: tuple[str, int] | None = _drawn.get(key)
    if drawn is None:
        drawn = alias_for(_secret(f"thread:{thread.pk}", member), taken)
        _drawn.put(key, drawn)
    return drawn


def alias_for_new_thread(space: Space, nonce: UUID, member: Member) -> tuple[str, int]:
    """Return the name for a thread that does not exist yet; the form's nonce stands for it."""
    return voice_in(space, member) or alias_for(_secret(f"new:{nonce}", member), names_in(space))


def get_or_create_alias(thread: Thread, member: Member, *, nonce: UUID | None = None) -> Alias:
    """Return the member's alias in this thread, made on their first anonymous post there."""
    alias = Alias.objects.filter(thread=thread, member=member).first()
    if alias:
        return alias
    name, seed = alias_for_new_thread(thread.space, nonce, member) if nonce else alias_in(thread, member)
    return Alias.objects.create(thread=thread, member=member, name=name, avatar_seed=seed)
