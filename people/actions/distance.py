"""Blocking and muting, and taking them back.

The people involved are told nothing: both streams only learn that what they may see has changed, and only
where it has.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from live.actions import publish
from people.models import Block, Member, Mute
from people.queries import forget_viewer
from people.signals import distance_changed


@transaction.atomic
def block(other: Member, *, blocker: Member) -> None:
    """Let neither of the two see any trace of the other. Blocking twice changes nothing."""
    _refuse_oneself(other, blocker)
    _, made = Block.objects.get_or_create(blocker=blocker, blocked=other)
    if made:
        _tell("block", member=blocker, other=other, whose_view=[blocker, other])


@transaction.atomic
def unblock(other: Member, *, blocker: Member) -> None:
    """Take a block back. One that the other made stays."""
    if Block.objects.filter(blocker=blocker, blocked=other).delete()[0]:
        _tell("unblock", member=blocker, other=other, whose_view=[blocker, other])


@transaction.atomic
def mute(other: Member, *, muter: Member) -> None:
    """Hide somebody from the muter; nothing changes for the other."""
    _refuse_oneself(other, muter)
    _, made = Mute.objects.get_or_create(muter=muter, muted=other)
    if made:
        _tell("mute", member=muter, other=other, whose_view=[muter])


@transaction.atomic
def unmute(other: Member, *, muter: Member) -> None:
    """Show somebody again."""
    if Mute.objects.filter(muter=muter, muted=other).delete()[0]:
        _tell("unmute", member=muter, other=other, whose_view=[muter])


def _refuse_oneself(other: Member, member: Member) -> None:
    if other.pk == member.pk:
        raise ValidationError(_("That is you."))


def _tell(change: str, *, member: Member, other: Member, whose_view: list[Member]) -> None:
    forget_viewer(*whose_view)
    distance_changed.send(sender=Member, member=member, other=other, change=change)
    publish([f"member:{viewer.pk}" for viewer in whose_view], "live.access_changed", {})
