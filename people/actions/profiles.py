"""What members say about themselves, and how the place behaves for them."""

import secrets
from typing import Any

from django.db import transaction

from people.models import Member
from people.queries import forget_viewer, public_profile
from people.signals import profile_written

PROFILE_FIELDS = ("pronouns", "about", "languages", "time_zone", "interests", "lived_experience")


@transaction.atomic
def save_profile(member: Member, **words: Any) -> None:
    """Save any of the profile's fields, and for each `<field>_audience` who can see it.

    Where what others read changes many times in an hour, ChangedTooOften is raised and nothing is saved.
    """
    allowed = {*PROFILE_FIELDS, *(f"{field}_audience" for field in PROFILE_FIELDS)}
    if unknown := words.keys() - allowed:
        raise TypeError(f"not part of a profile: {', '.join(sorted(unknown))}")
    before = public_profile(member)
    _save(member, **words)
    profile_written.send(Member, member=member, is_other=public_profile(member) != before)


@transaction.atomic
def set_preferences(member: Member, *, pictures_on_tap: bool, shows_writing: bool) -> None:
    """Remember whether pictures wait for a tap, and whether others may see that this member is writing."""
    _save(member, pictures_on_tap=pictures_on_tap, shows_writing=shows_writing)


@transaction.atomic
def draw_avatar(member: Member) -> None:
    """Give a member another generated picture."""
    _save(member, avatar_seed=secrets.randbelow(2**31))


def _save(member: Member, **values: Any) -> None:
    Member.objects.filter(pk=member.pk).update(**values)
    for name, value in values.items():
        setattr(member, name, value)
    forget_viewer(member)
