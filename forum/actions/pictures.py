"""Keeping a picture that was already re-encoded. The file is written before the row is committed."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.pictures import EncodedPicture
from forum.models import Picture, Post


def keep_picture(post: Post, picture: EncodedPicture, *, description: str) -> Picture:
    """Attach the picture to its post. A rolled-back transaction leaves at most a file no row points to."""
    kept = Picture(post=post, description=description, width=picture.width, height=picture.height)
    default_storage.save(kept.file_name, ContentFile(picture.content))
    kept.save()
    return kept
