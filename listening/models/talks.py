"""One wait for a listener, and the talk that came of it. What is said stands in its conversation, like any other."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import Conversation
from core.privacy import OWN, OWNER, PLACE, UPKEEP, Group, Privacy, belonging_to, for_period
from core.sealing import EncryptedTextField
from people.models import Member

AWAY_AFTER = timedelta(
    minutes=3
)  # without a sign of their page nobody is given them, but they keep their place
GONE_AFTER = timedelta(minutes=10)  # then the place is given up


class Help(models.TextChoices):
    """What would help, in the words somebody chooses before they talk."""

    LISTEN = "listen", _("Just listen")
    IDEAS = "ideas", _("Ideas")
    COMPANY = "company", _("Company")


class Passing(models.TextChoices):
    """How it stands with passing somebody on to another listener."""

    NONE = "", _("Nobody asked")
    ASKED = "asked", _("The listener asked")
    DECLINED = "declined", _("The member would rather not")
    DONE = "done", _("They went on to another listener")


class Heard(models.TextChoices):
    """Whether somebody felt heard."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Safer(models.TextChoices):
    """Whether somebody feels safer than before."""

    YES = "yes", _("Yes")
    SAME = "same", _("About the same")
    NO = "no", _("No")


class TalkQuerySet(models.QuerySet["Talk"]):
    def waiting(self) -> "TalkQuerySet":
        """Those who wait, in the order of their places."""
        return self.filter(left_at__isnull=True, began_at__isnull=True).order_by("place_at", "pk")

    def going_on(self) -> "TalkQuerySet":
        """Those in which two talk. It ends where their conversation does, whoever ends it."""
        return self.filter(conversation__ended_at__isnull=True, conversation__isnull=False)


class Talk(models.Model):
    """A member who would like to talk now. It waits, then has a listener and a conversation, then is over.

    `place_at` is since when they have their place in the queue; whoever is passed on waits in a new row with the old
    place. `waits_since` is when this wait began, `seen_at` when their page last said that they are still there,
    `left_at` when they gave up. Their two answers afterwards are sealed; nobody reads them one by one.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    help = models.CharField(max_length=8, choices=Help, default=Help.LISTEN)
    place_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    listener = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(null=True)
    conversation = models.OneToOneField(
        Conversation, on_delete=models.SET_NULL, null=True, related_name="talk_now"
    )
    passing = models.CharField(max_length=8, choices=Passing, blank=True, default=Passing.NONE)
    heard = EncryptedTextField(blank=True, default="")
    safer = EncryptedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_(
            "When you asked to talk to somebody now, what would help, and what you said of it afterwards; sealed"
        ),
        why=_("so that you keep your place, and those who come after you are told truly how long it takes"),
        group=Group.CARE,
        of="member__account",
        kept=for_period("talks"),
        by_its_feature=True,
        fields={
            "member": OWNER,
            "help place_at waits_since left_at began_at passing heard safer answered_at": OWN,
            "conversation": PLACE,
            "listener": belonging_to("listener__account"),
            "seen_at": UPKEEP,
        },
    )

    objects = TalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(left_at__isnull=True, began_at__isnull=True), name="waits_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["place_at", "id"],
                condition=Q(left_at__isnull=True, began_at__isnull=True),
                name="talk_waiting",
            ),
            models.Index(fields=["-waits_since"], name="talk_newest"),
            models.Index(fields=["listener"], name="talk_of_listener"),
        ]

    def __str__(self) -> str:
        return f"talk {self.pk}"

    def get_absolute_url(self) -> str:
        return self.conversation.get_absolute_url() if self.conversation else "/now/"

    @property
    def is_waiting(self) -> bool:
        return self.left_at is None and self.began_at is None
