"""Conversations, messages and requests, as one of the two may see them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.v1.shapes.basics import Body, Minute, Out, Pointer, Topics, minute, words
from api.v1.shapes.posts import SupportKind, topics_of
from chat.models import Request
from chat.queries import Hit, ShownMessage, Standing

Lifetime = Literal["day", "month", "kept"]
FromWhom = Literal["nobody", "met", "spaces"]
FewWords = Annotated[str, words(300)]


class ConversationOut(Out):
    """A conversation between two who both said yes."""

    id: int
    member: str | None = Field(description="With whom, by name; null when they left")
    started_at: Minute
    active_at: Minute
    ended: bool
    again: bool = Field(
        description="Whether you said that you would like to talk again; the other's is not told"
    )
    lifetime: Lifetime = Field(description="How long messages stay: the shorter of what the two chose")
    your_lifetime: Lifetime
    muted: bool
    news: bool = Field(description="Whether something came since you last looked, unless it is muted")

    @classmethod
    def of(cls, standing: Standing) -> dict[str, Any]:
        conversation, mine = standing.conversation, standing.mine
        return {
            "id": conversation.pk, "member": standing.partner.name if standing.partner else None,
            "started_at": minute(conversation.started_at), "active_at": minute(mine.active_at),
            "ended": standing.is_ended, "again": mine.wants_again_at is not None, "lifetime": standing.lifetime,
            "your_lifetime": mine.lifetime, "muted": mine.muted_at is not None, "news": standing.has_news,
        }  # fmt: skip


class Conversations(Out):
    items: list[ConversationOut]
    next: str | None


class MessageOut(Out):
    """One person's words to another. Of a removed message nothing is left but its place."""

    id: int
    conversation: int
    mine: bool
    created_at: Minute
    edited: bool
    removed: bool
    notes: list[str]
    covered: bool = Field(description="Wait with it until the reader opens it")
    warned: bool = Field(
        description="May ask for contact details or money, or talk about sex: say so, and wait"
    )
    html: str = Field(description="Safe HTML")
    body: str | None = Field(description="As it was written, in Markdown; of your own messages")
    answers: int | None = Field(description="The message it answers")
    support: list[SupportKind] = Field(description="What you said with a press")

    @classmethod
    def of(cls, shown: ShownMessage) -> dict[str, Any]:
        message, gone = shown.message, shown.message.is_gone
        return {
            "id": message.pk, "conversation": message.conversation_id, "mine": shown.is_mine,
            "created_at": minute(message.created_at), "edited": message.edited_at is not None and not gone,
            "removed": gone, "notes": [] if gone else topics_of(message.notes), "covered": bool(shown.notes),
            "warned": shown.asks_for_contact, "html": str(shown.html),
            "body": message.body if shown.is_mine and not gone else None,
            "answers": shown.answers, "support": sorted(shown.pressed),
        }  # fmt: skip


class Messages(Out):
    items: list[MessageOut]
    next: str | None


class NewMessage(Body):
    body: Annotated[str, words(4_000)]
    notes: Topics = Field([], description="Topics of a content note, see /topics")
    answers: Pointer | None = Field(
        None, description="A message of this conversation; another is passed over"
    )


class EditedMessage(Body):
    """The whole new text, within five minutes."""

    body: Annotated[str, words(4_000)]
    notes: Topics | None = Field(None, description="Left as they are when not given")


class FoundMessage(MessageOut):
    """A message that has the words."""

    member: str | None = Field(description="With whom the conversation is")

    @classmethod
    def of_hit(cls, hit: Hit) -> dict[str, Any]:
        partner = hit.standing.partner
        return {**MessageOut.of(hit.shown), "member": partner.name if partner else None}


class FoundMessages(Out):
    items: list[FoundMessage]
    next: str | None


class LifetimeChosen(Body):
    lifetime: Lifetime


class RequestOut(Out):
    """Somebody asks whether you would like to talk."""

    id: int
    by: str
    words: str
    sent_at: Minute
    set_aside: bool = Field(
        description='Whether you said "not now"; they do not know, and yes stays possible'
    )

    @classmethod
    def of(cls, asked: Request) -> dict[str, Any]:
        return {
            "id": asked.pk, "by": asked.sender.name, "words": asked.words, "sent_at": minute(asked.sent_at),
            "set_aside": asked.answer == "not_now",
        }  # fmt: skip


class Requests(Out):
    items: list[RequestOut]


class SentRequest(Out):
    """You asked. Until they say yes this is all there is to know."""

    id: int
    to: str
    words: str
    sent_at: Minute

    @classmethod
    def of(cls, sent: Request) -> dict[str, Any]:
        return {
            "id": sent.pk,
            "to": sent.recipient.name,
            "words": sent.words,
            "sent_at": minute(sent.sent_at),
        }


class SentRequests(Out):
    items: list[SentRequest]


class NewRequest(Body):
    words: FewWords = Field(description="Without links and addresses")


class WhoMayAsk(Out):
    from_whom: FromWhom


class WhoMayAskChosen(Body):
    from_whom: FromWhom
