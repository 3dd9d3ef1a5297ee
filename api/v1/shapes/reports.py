"""What somebody says is wrong."""

from typing import Annotated, Literal

from pydantic import Field

from api.v1.shapes.basics import Body, Pointer, words

Reason = Literal["worried", "method", "threat", "hurt", "hate", "contact", "privacy", "note", "spam", "other"]


More = Annotated[str, words(4_000, least=0)]


class Reported(Body):
    reason: Reason
    words: More = Field("", description="More, if you like; only those who look into it can read it")


class MessagesReported(Reported):
    messages: Annotated[list[Pointer], Field(min_length=1, max_length=30)] = Field(
        description="What the other wrote; of one person at a time"
    )
