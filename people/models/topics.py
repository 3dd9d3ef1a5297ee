"""Topics a post can carry a content note for, and what each member would rather not see."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, PLACE, UNTIL_CHANGED, Group, Privacy, of_the_community
from people.models.members import Member


class Topic(models.Model):
    """A subject that some readers would rather meet prepared, or not at all. The operator can add more."""

    slug = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=100)

    privacy = of_the_community("slug name position")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class TopicChoice(models.Model):
    """How one member wants posts about one topic: open, or left out. No row means covered."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="chosen_topics")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE)
    choice = models.CharField(
        max_length=10, choices=[("open", _("Show it")), ("leave_out", _("Leave it out"))]
    )

    privacy = Privacy(
        what=_("Which subjects you want to meet openly, and which you would rather not meet"),
        why=_("so that pages show you only what you are ready for; nobody else sees it"),
        group=Group.READING,
        of="member__account",
        kept=UNTIL_CHANGED,
        fields={"member": OWNER, "topic": PLACE, "choice": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "topic"], name="choose_once_a_topic")]
