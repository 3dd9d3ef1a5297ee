"""Browsers that a member allowed to show notes while this place is closed (Web Push, RFC 8030)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, SECRET, UPKEEP, Group, Kept, Privacy
from core.sealing import EncryptedTextField
from people.models import Device, Member


class PushDevice(models.Model):
    """One browser's address at its push service and the keys only that browser reads with; all sealed.

    `browser` is where the member is signed in: once they sign out there, this goes with it. `fingerprint` finds the
    same address again without opening a seal.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="push_devices")
    browser = models.OneToOneField(Device, on_delete=models.CASCADE, related_name="push")
    fingerprint = models.CharField(max_length=64, unique=True)
    endpoint = EncryptedTextField()
    public_key = EncryptedTextField()
    auth = EncryptedTextField()
    allowed_at = models.DateTimeField()

    privacy = Privacy(
        what=_("Browsers you allowed to show notes"),
        why=_("so that a note reaches you while this place is closed"),
        group=Group.READING,
        of="member__account",
        kept=Kept(_("until you sign out there or take it back")),
        fields={
            "member": OWNER,
            "allowed_at": OWN,
            "endpoint public_key auth": SECRET,
            "browser fingerprint": UPKEEP,
        },
    )

    def __str__(self) -> str:
        return f"push device {self.pk}"
