"""Threads, and the names people carry in them when they post anonymously."""

from copy import copy

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.privacy import (
    OWNER,
    PLACE,
    UNTIL_TAKEN_BACK,
    UPKEEP,
    WITH_ACCOUNT,
    WORDS,
    Group,
    Privacy,
    belonging_to,
)
from forum.models.spaces import Space
from people.models import Member


class Wants(models.TextChoices):
    """What the author says would help; shown to every replier beside the box."""

    LISTEN = "listen", _("Just listen")
    BEEN_THERE = "been_there", _("People who have been there")
    IDEAS = "ideas", _("Ideas")
    COMPANY = "company", _("Company")


class Alias(models.Model):
    """The name one member carries in one thread. It is drawn by chance and means nothing anywhere else.

    A voice whose member left stays without one.
    """

    thread = models.ForeignKey("forum.Thread", on_delete=models.CASCADE, related_name="aliases")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=40)
    avatar_seed = models.PositiveIntegerField()

    privacy = Privacy(
        what=_("The name you have in a thread where you write without yours"),
        why=_("so that others can tell who answers whom; it means nothing in any other thread"),
        group=Group.WRITING,
        of="member__account",
        kept=WITH_ACCOUNT,
        by_its_feature=True,
        fields={"thread": PLACE, "member": OWNER, "name avatar_seed": WORDS},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="one_alias_a_thread"),
            models.UniqueConstraint(fields=["thread", "name"], name="alias_names_differ_in_a_thread"),
        ]


class ThreadQuerySet(models.QuerySet["Thread"]):
    def standing(self) -> "ThreadQuerySet":
        return self.filter(removed_at__isnull=True, space__archived_at__isnull=True)

    def visible_to(self, viewer: Member | None) -> "ThreadQuerySet":
        """Threads in readable spaces, without named authors the viewer may not see.

        Anonymous threads stay: if a block hid them, blocking people one by one would unmask their authors.
        """
        found = self.standing().filter(space__in=Space.objects.readable_by(viewer).values("pk"))
        if viewer and viewer.hidden_ids:
            found = found.exclude(alias__isnull=True, author__in=viewer.hidden_ids)
        return found

    def without_left_out(self, viewer: Member | None) -> "ThreadQuerySet":
        """Leave out threads whose opening post is about a topic this viewer would rather not see."""
        found = self
        for slug in viewer.left_out_topics if viewer else ():
            found = found.exclude(notes__contains=f",{slug},")
        return found


class Thread(models.Model):
    """A conversation in a space. `version` changes whenever what readers see of it changes."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="threads")
    alias = models.ForeignKey(Alias, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=120)
    wants = models.CharField(max_length=12, choices=Wants, default=Wants.LISTEN)
    notes = models.CharField(max_length=200, blank=True, default="")
    nonce = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    created_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()
    last_author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    last_post_id = models.BigIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    update_post = models.ForeignKey("forum.Post", on_delete=models.SET_NULL, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_author = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("The title of a thread you began, and what you said would help"),
        why=_("so that others know what you hope for"),
        group=Group.WRITING,
        of="author__account",
        kept=UNTIL_TAKEN_BACK,
        by_its_feature=True,
        fields={
            "title wants notes created_at removed_at": WORDS,
            "author alias nonce": OWNER,
            "space": PLACE,
            "last_author": belonging_to("last_author__account"),
            "version last_activity_at last_post_id reply_count answered_at update_post": UPKEEP,
            "locked_at removed_by_author": UPKEEP,
        },
    )

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "nonce"], name="thread_posted_once")]
        indexes = [
            models.Index(fields=["space", "-last_activity_at", "-id"], name="thread_active_in_space"),
            models.Index(fields=["-last_activity_at", "-id"], name="thread_active"),
            models.Index(fields=["author", "-id"], name="thread_of_author"),
            models.Index(
                fields=["space", "created_at"],
                condition=models.Q(answered_at__isnull=True),
                name="thread_unanswered",
            ),
        ]

    def __copy__(self) -> "Thread":
        """Return a thread of one's own to change; Django's way of copying costs more than asking for it anew."""
        twin = Thread.__new__(Thread)
        twin.__dict__.update(self.__dict__)
        twin._state = copy(self._state)
        return twin

    def __str__(self) -> str:
        return f"thread {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("thread_detail", args=[self.pk])
