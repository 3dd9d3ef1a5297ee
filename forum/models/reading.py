"""Where one member stands: what they have read, follow, keep and are writing. Nobody else sees any of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import (
    OWN,
    OWNER,
    PLACE,
    UNTIL_TAKEN_BACK,
    UPKEEP,
    WITH_ACCOUNT,
    Group,
    Privacy,
    for_period,
)
from core.sealing import EncryptedTextField
from forum.models.posts import Post
from forum.models.spaces import Space
from forum.models.threads import Thread
from people.models import Member


class Reading(models.Model):
    """One member in one thread: how far they read, whether they follow. One row, so one query a page.

    `care_post_id` is their own post for which the thread offers them somebody to talk to.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    seen_post_id = models.BigIntegerField(default=0)
    followed_at = models.DateTimeField(null=True)
    has_support = models.BooleanField(default=False)
    has_draft = models.BooleanField(default=False)
    care_post_id = models.BigIntegerField(null=True)

    privacy = Privacy(
        what=_("How far you read in a thread, and whether you follow it"),
        why=_("so that you see what is new"),
        group=Group.READING,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={
            "member": OWNER,
            "thread": PLACE,
            "followed_at": OWN,
            "seen_post_id has_support has_draft care_post_id": UPKEEP,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="one_reading_a_thread")]
        indexes = [
            models.Index(
                fields=["thread"], condition=models.Q(followed_at__isnull=False), name="reading_followers"
            )
        ]


class SpaceVisit(models.Model):
    """When a member last looked at a space."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    visited_at = models.DateTimeField()

    privacy = Privacy(
        what=_("When you last looked at a space"),
        why=_("so that you see where something is new"),
        group=Group.READING,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={"member": OWNER, "space": PLACE, "visited_at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "space"], name="one_visit_a_space")]


class Bookmark(models.Model):
    """A post somebody keeps for themselves."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        what=_("Which posts you keep for yourself"),
        why=_("so that you find them again"),
        group=Group.READING,
        of="member__account",
        kept=UNTIL_TAKEN_BACK,
        fields={"member": OWNER, "post": PLACE, "created_at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "post"], name="bookmark_once")]


class Draft(models.Model):
    """Words not posted yet: a reply (thread) or a new thread (space)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True)
    title = EncryptedTextField(blank=True, default="")
    body = EncryptedTextField(blank=True, default="")
    wants = models.CharField(max_length=12, blank=True, default="")
    notes = models.CharField(max_length=200, blank=True, default="")
    anonymous = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    privacy = Privacy(
        what=_("What you began to write and have not posted"),
        why=_("so that no words are lost; nobody else sees them"),
        group=Group.READING,
        of="member__account",
        kept=for_period("drafts"),
        fields={
            "member": OWNER,
            "thread space": PLACE,
            "title body wants notes anonymous updated_at": OWN,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "thread"], name="one_draft_a_thread"),
            models.UniqueConstraint(fields=["member", "space"], name="one_draft_a_space"),
            models.CheckConstraint(
                condition=models.Q(thread__isnull=True) ^ models.Q(space__isnull=True),
                name="draft_has_one_place",
            ),
        ]
