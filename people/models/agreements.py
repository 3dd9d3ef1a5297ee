"""The community agreement, version by version, and who accepted which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, WITH_ACCOUNT, Group, Privacy, of_the_community
from people.models.accounts import Account


class Agreement(models.Model):
    """One published version of the community agreement; the newest is the one in force."""

    body = models.TextField(max_length=20_000)
    html = models.TextField()
    published_at = models.DateTimeField(auto_now_add=True)

    privacy = of_the_community("body html published_at")

    class Meta:
        get_latest_by = "pk"


class Acceptance(models.Model):
    """An account said yes to one version, and to being old enough."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="acceptances")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT)
    accepted_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        what=_("Which version of the agreement you said yes to, and when"),
        why=_("so that everybody here has promised the same"),
        group=Group.SIGN_IN,
        of="account",
        kept=WITH_ACCOUNT,
        fields={"account": OWNER, "agreement": PLACE, "accepted_at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "agreement"], name="accept_a_version_once")]
