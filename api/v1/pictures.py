"""Pictures that programs send: base64 in the JSON, so that there is one way to write, and to write once."""

from typing import Any

from django.core.files.base import ContentFile

from api.v1.shapes.conversations import NewMessage
from api.v1.shapes.posts import WrittenPost


def as_form(body: WrittenPost | NewMessage) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was sent as the fields and the files of the form that checks it for pages too."""
    told = body.model_dump(exclude={"picture"})
    if body.picture is None:
        return told, {}
    file = ContentFile(body.picture.data, name="picture")
    return told | {"picture_description": body.picture.description}, {"picture": file}
