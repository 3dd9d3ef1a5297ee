"""Posts: words somebody wrote in a thread; the opening post or a reply."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import (
    FROM_WORDS,
    OWN,
    OWNER,
    PLACE,
    UNTIL_TAKEN_BACK,
    UPKEEP,
    WORDS,
    Closing,
    Group,
    Privacy,
    belonging_to,
    for_period,
)
from core.support import SupportKind
from forum.models.threads import Alias, Thread
from people.models import Member


class PostQuerySet(models.QuerySet["Post"]):
    def standing(self) -> "PostQuerySet":
        return self.filter(removed_at__isnull=True, held_at__isnull=True)

    def not_held(self) -> "PostQuerySet":
        return self.filter(held_at__isnull=True)

    def visible_to(self, viewer: Member | None) -> "PostQuerySet":
        """Leave out held posts, named posts of people the viewer may see no trace of, and topics they leave out."""
        found = self.not_held()
        if viewer and viewer.hidden_ids:
            found = found.exclude(alias__isnull=True, author__in=viewer.hidden_ids)
        for slug in viewer.left_out_topics if viewer else ():
            found = found.exclude(notes__contains=f",{slug},")
        return found

    def oldest_first(self) -> "PostQuerySet":
        return self.order_by("pk")


class Post(models.Model):
    """One person's words. `html` is made from `body` once, when it is written.

    `title` is kept on the opening post for search. `quoted` and `quoted_text` hold the passage answered,
    apart from the body, so that readers who may not see its author do not meet the words here either.
    `held_at`: nobody but its author and staff sees it until a person looked; it is removed for all others (an opening
    post's thread is). `kept_back_at`: a person decided that it stays so.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="posts")
    alias = models.ForeignKey(Alias, on_delete=models.PROTECT, null=True, related_name="+")
    is_opening = models.BooleanField(default=False)
    title = models.CharField(max_length=120, blank=True, default="")
    body = models.TextField(max_length=20_000)
    html = models.TextField()
    notes = models.CharField(max_length=200, blank=True, default="")
    quoted = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    quoted_text = models.CharField(max_length=600, blank=True, default="")
    nonce = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_author = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True)
    kept_back_at = models.DateTimeField(null=True)

    privacy = Privacy(
        what=_("What you write in threads, under your name or without it"),
        why=_("so that others can read and answer it"),
        group=Group.WRITING,
        of="author__account",
        kept=UNTIL_TAKEN_BACK,
        by_its_feature=True,
        fields={
            "title body notes created_at edited_at removed_at held_at kept_back_at": WORDS,
            "html": FROM_WORDS,
            "author alias nonce": OWNER,
            "thread quoted": PLACE,
            "quoted_text": belonging_to("quoted__author__account", when_name_unlinked=Closing.STAYS),
            "is_opening version removed_by_author": UPKEEP,
        },
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "nonce"], name="post_posted_once"),
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(is_opening=True), name="one_opening_post_a_thread"
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "id"], name="post_in_thread"),
            models.Index(fields=["author", "-id"], name="post_of_author"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.thread.get_absolute_url()}?post={self.pk}#post-{self.pk}"

    @property
    def was_up_before(self) -> bool:
        """Whether others could read a held post once: it was held after a change, not when it was posted."""
        return self.held_at is not None and self.held_at > self.created_at


class PostRevision(models.Model):
    """What a post said before an edit; its author and moderators may read it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=120, blank=True, default="")
    body = models.TextField()
    written_at = models.DateTimeField()

    privacy = Privacy(
        what=_("What a post of yours said before you changed it; moderators can read it too"),
        why=_("so that nobody can be made to answer something that was never said"),
        group=Group.WRITING,
        of="post__author__account",
        kept=for_period("earlier_versions"),
        fields={"post": PLACE, "title body written_at": OWN},
    )


class Support(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="support")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SupportKind)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        what=_("What you said with one press, such as “I hear you”"),
        why=_("so that whoever wrote the post knows who heard them; nobody else sees it"),
        group=Group.WRITING,
        of="member__account",
        kept=UNTIL_TAKEN_BACK,
        fields={"post": PLACE, "member": OWNER, "kind created_at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member", "kind"], name="support_once")]
        indexes = [models.Index(fields=["member", "post"], name="support_of_member")]
