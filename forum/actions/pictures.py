"""Keeping a picture that was already re-encoded. The file is written before the row is committed."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.pictures import EncodedPicture
from forum.models import Picture, Post
from people.actions import make_room_for


def keep_picture(post: Post, picture: EncodedPicture, *, description: str) -> Picture:
    """Attach the picture to its post. A rolled-back transaction leaves at most a file no row points to.

    Raises NoRoomLeft where its author keeps too much already.
    """
    make_room_for(len(picture.content), owner=post.author)
    kept = Picture(
        post=post, description=description, width=picture.width, height=picture.height, size=len(picture.content)
    )  # fmt: skip
    default_storage.save(kept.file_name, ContentFile(picture.content))
    kept.save()
    return kept
