"""Browsers that are signed in, and ending their sessions."""

from datetime import date
from importlib import import_module

from django.conf import settings
from django.db import transaction

from live.actions import publish
from people.models import AccessToken, Account, Device, Member
from people.queries import forget_viewer


def remember_device(account: Account, *, session_key: str, description: str) -> None:
    """Note that a browser signed in."""
    Device.objects.update_or_create(
        session_key=session_key, defaults={"account": account, "description": description}
    )


def forget_device(session_key: str) -> None:
    """Note that a browser signed out by itself."""
    Device.objects.filter(session_key=session_key).delete()


def note_device_seen(session_key: str, *, today: date) -> None:
    """Remember the day a browser was last used, never the time."""
    Device.objects.filter(session_key=session_key, seen_date__lt=today).update(seen_date=today)


@transaction.atomic
def sign_out_device(member: Member, *, device_id: int) -> None:
    """End the session of one of this member's browsers; somebody else's device is left alone."""
    _end(member, list(Device.objects.filter(account=member.account_id, pk=device_id)))


@transaction.atomic
def sign_out_everywhere(member: Member, *, keep_session_key: str | None = None) -> None:
    """End every session of this member, except the one named, and take back every program's token."""
    _end(member, list(Device.objects.filter(account=member.account_id).exclude(session_key=keep_session_key)))
    AccessToken.objects.filter(account=member.account_id).delete()


def forget_old_devices(*, today: date) -> None:
    """Take browsers off the list whose sessions ran out, and those sessions out of the table."""
    Device.objects.filter(seen_date__lt=today - settings.RETENTION["sign_ins"]).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def end_streams(member: Member) -> None:
    """Have this member's event streams look again whether their sessions hold."""
    publish([f"member:{member.pk}"], "live.access_changed", {})


def _end(member: Member, devices: list[Device]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for device in devices:
        store(session_key=device.session_key).delete()
        device.delete()
    forget_viewer(member)
    end_streams(member)
