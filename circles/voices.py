"""Who somebody is inside a group: their own name, or one that nobody outside can join to them."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from circles.models import Group, Membership
from forum.models import Space
from people.models import Member
from people.names import alias_for


@dataclass(frozen=True, slots=True)
class Voice:
    """How one viewer meets somebody in a group. `name` is empty where the two are kept apart.

    Pages name somebody by `key`, the number of their place: the number of a member would tell who they are outside.
    """

    key: int
    member_id: int
    name: str
    seed: int
    address: str = ""
    is_mine: bool = False
    facilitates: bool = False


def drawn_for(group: Group, member: Member, *, taken: set[str]) -> tuple[str, int]:
    """Return the other name this member would have in the group.

    Drawn from a keyed hash of group and member, so it is the same each time the door is looked at, and tells nothing
    to anyone without the installation's key.
    """
    key = f"support_group:{group.pk}:{member.pk}".encode()
    secret = hmac.new(settings.SECRET_KEY.encode(), key, hashlib.sha256).digest()
    return alias_for(secret, taken)


def name_of(membership: Membership) -> str:
    """Return the name somebody has in the group."""
    return membership.name or membership.member.name


def voice_of(membership: Membership, viewer: Member) -> Voice:
    """Return somebody as this viewer meets them in the group.

    A block hides who is there under their own name. It does not hide a name of the group: else blocking people one by
    one would tell whose it is.
    """
    member, facilitates = membership.member, membership.facilitates_since is not None
    is_mine = member.pk == viewer.pk
    if membership.name:
        return Voice(
            membership.pk, member.pk, membership.name, membership.avatar_seed, "", is_mine, facilitates
        )
    if member.pk in viewer.hidden_ids:
        return Voice(membership.pk, member.pk, "", 0)
    url = member.get_absolute_url()
    return Voice(membership.pk, member.pk, member.name, member.avatar_seed, url, is_mine, facilitates)


def find_voice(space: Space, member: Member) -> tuple[str, int] | None:
    """Tell the forum under which other name a member speaks in the space of their group."""
    found = Membership.objects.filter(group__space=space, member=member).exclude(name="")
    return found.values_list("name", "avatar_seed").first()


def names_in(space: Space) -> set[str]:
    """Tell the forum which names are somebody's in the group of this space."""
    found = Membership.objects.filter(group__space=space).exclude(name="")
    return set(found.values_list("name", flat=True))
