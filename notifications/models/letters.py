"""Letters: that a note is to leave, has left, or could not. They say nothing of what it is about."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, UPKEEP, Group, Privacy, for_period
from notifications.models.devices import PushDevice
from people.models import Member


class Channel(models.TextChoices):
    """The ways out of this place."""

    MAIL = "mail", _("E-mail")
    PUSH = "push", _("On a device")


class LetterState(models.TextChoices):
    """Where a letter is. Only `WAITING` may become `SENDING`, by one process at a time."""

    WAITING = "waiting", _("waits")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("was sent")
    NEEDLESS = "needless", _("was needless: it had been read, or withdrawn")
    GIVEN_UP = "given_up", _("was given up")


class Letter(models.Model):
    """One note to one mailbox or device. It stands for whatever of the member's choice is new since `since`.

    There is at most one waiting for each mailbox and device, however much happens. `stamp` names it outside: it tells
    a receiving server that a second copy is no second note.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="letters")
    channel = models.CharField(max_length=4, choices=Channel)
    device = models.ForeignKey(PushDevice, on_delete=models.CASCADE, null=True, related_name="letters")
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    stamp = models.CharField(max_length=32, unique=True)
    trouble = models.CharField(max_length=60, blank=True)

    privacy = Privacy(
        what=_("That a note was sent to you, without what it was about"),
        why=_("so that none is sent twice, and none is lost"),
        group=Group.READING,
        of="member__account",
        kept=for_period("letters"),
        fields={
            "member": OWNER,
            "channel state since due_at done_at": OWN,
            "device attempts taken_at stamp trouble": UPKEEP,
        },
    )

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="letter_due"),
            models.Index(fields=["member", "channel", "-done_at"], name="letter_last"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "channel"],
                condition=Q(state="waiting", device__isnull=True),
                name="one_mail_waiting",
            ),
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(state="waiting", device__isnull=False),
                name="one_push_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"
