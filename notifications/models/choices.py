"""What a member wants to hear of, where, and when they want to be left in peace."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, UPKEEP, WITH_ACCOUNT, Group, Privacy
from people.models import Member


class Rhythm(models.TextChoices):
    """How often an e-mail may come; each stands for everything new since the last."""

    AT_ONCE = "at_once", _("Soon, and at most one an hour")
    DAILY = "daily", _("Once a day, in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday morning")


class NoticeSettings(models.Model):
    """One member's quiet hours, rhythm and detail. Without a row the beginning holds: nothing leaves this place.

    Hours are in the member's own time zone. `mail_failed_at`: their mailbox refused a note, so none is sent until they
    give the address again or say that it works. `origin` is where they made their choices, for links in e-mails.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="notice_settings")
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.AT_ONCE)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    shows_count = models.BooleanField(default=False)
    mail_failed_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=200, blank=True)

    privacy = Privacy(
        what=_("When and how often notes may reach you outside this place"),
        why=_("so that nothing comes when it does not suit you"),
        group=Group.READING,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={
            "member": OWNER,
            "rhythm quiet_from quiet_until shows_count mail_failed_at": OWN,
            "origin": UPKEEP,
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            )
        ]

    def __str__(self) -> str:
        return f"notice settings {self.pk}"


class NoticeChoice(models.Model):
    """Where one member wants to hear of one kind of thing. Without a row: in the product only."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=40)
    here = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    by_push = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("What you want to hear of, and where"),
        why=_("so that you hear of what you chose and of nothing else"),
        group=Group.READING,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={"member": OWNER, "kind here by_mail by_push": OWN},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="notice_choice_once"),
        ]

    def __str__(self) -> str:
        return f"notice choice {self.pk}"
