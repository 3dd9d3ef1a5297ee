"""What has to be remembered so that a program may send a request twice and have it done once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, SECRET, UPKEEP, Group, Privacy, for_period
from people.models import Member


class KeptAnswer(models.Model):
    """One write that was done, under the key its program chose: a status and a pointer, never words.

    The row is written in the transaction of the write itself, so there is one exactly where it was done. The key
    and the body are kept as keyed hashes: enough to compare, nothing to read.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, blank=True, default="")
    subject = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()

    privacy = Privacy(
        what=_("That a program of yours sent a request, so that it is carried out once; not what was in it"),
        why=_("so that a program can safely send again what it got no answer to"),
        group=Group.WRITING,
        of="member__account",
        kept=for_period("sent_requests"),
        fields={
            "member": OWNER,
            "key_hash request_hash": SECRET,
            "status kind subject": UPKEEP,
            "created_at": OWN,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key_hash"], name="answer_a_key_once")]
        indexes = [models.Index(fields=["created_at"], name="kept_answer_age")]

    def __str__(self) -> str:
        return f"kept answer {self.pk}"
