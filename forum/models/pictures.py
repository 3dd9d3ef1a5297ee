"""Pictures in posts: re-encoded by us, served by us."""

import uuid

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.privacy import FROM_WORDS, PLACE, UNTIL_TAKEN_BACK, WORDS, Group, Privacy
from forum.models.posts import Post


class Picture(models.Model):
    """One picture of one post, with words for those who do not see it. The file is named by `id` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="picture")
    description = models.CharField(max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        what=_("Pictures you added to a post, drawn anew without camera, place or time"),
        why=_("so that others see what you wanted to show"),
        group=Group.WRITING,
        of="post__author__account",
        kept=UNTIL_TAKEN_BACK,
        files="pictures",
        by_its_feature=True,
        fields={"id description created_at": WORDS, "post": PLACE, "width height size": FROM_WORDS},
    )

    @property
    def file_name(self) -> str:
        return f"pictures/{self.id}.webp"

    @property
    def in_words(self) -> str:
        """Return how it is known where only words can stand."""
        return self.description

    def read_file(self) -> bytes:
        """Return the picture itself."""
        with default_storage.open(self.file_name) as file:
            return bytes(file.read())
