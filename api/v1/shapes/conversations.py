"""Conversations, messages and requests, as one of their people may see them."""

from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, Field

from api.v1.shapes.basics import Body, Flag, Minute, Name, Out, Pointer, Topics, formatted, minute, words
from api.v1.shapes.care import ABOUT_CARE, CareOut
from api.v1.shapes.posts import NewPicture, SupportKind, topics_of
from chat.meetings import Meeting, where_met
from chat.models import Attachment, Request
from chat.queries import Hit, ShownMessage, Standing, is_here, people_of, read_until

Lifetime = Literal["day", "month", "kept"]
FromWhom = Literal["nobody", "met", "spaces"]
ABOUT_ANSWERS = "A message of this conversation; another is passed over"
FewWords = Annotated[str, words(300)]


class Showing(Body):
    """Each is shown only while both would; saying it alone tells nothing."""

    read: Flag = Field(description="That you have read their messages")
    writing: Flag = Field(description="That you are writing")
    here: Flag = Field(description="That you are here right now")


class ConversationOut(Out):
    """A conversation of people who all said yes: between two, or a group. Also a room, see /rooms."""

    id: int
    kind: Literal["two", "group", "room"]
    member: str | None = Field(description="Between two: with whom, by name; null when they left")
    name: str | None = Field(description="What a group or a room is called")
    people: list[str] = Field(description="Of a group: who else is in it, by name")
    keeper: str | None = Field(description="Of a group: who asks others in")
    started_at: Minute
    active_at: Minute
    ended: bool
    again: bool = Field(
        description="Whether you said that you would like to talk again; the other's is not told"
    )
    lifetime: Lifetime = Field(description="How long messages stay: the shortest of what all chose")
    your_lifetime: Lifetime
    muted: bool
    news: bool = Field(description="Whether something came since you last looked, unless it is muted")
    showing: Showing = Field(description="Between two: what you would show of yourself")
    both_show: Showing = Field(description="What is shown to either of you, since both would")
    here: bool | None = Field(description="Whether the other is here right now; null where that is not shown")
    read_until: int | None = Field(
        description="Up to which message the other has read; null where that is not shown"
    )

    @classmethod
    def of(cls, standing: Standing) -> dict[str, Any]:
        conversation, mine = standing.conversation, standing.mine
        return {
            "id": conversation.pk, "kind": conversation.kind,
            "member": standing.partner.name if standing.partner else None,
            "name": standing.name or None,
            "people": [seat.member.name for seat in standing.others] if conversation.is_group else [],
            "keeper": standing.keeper.name if standing.keeper else None,
            "started_at": minute(conversation.started_at), "active_at": minute(mine.active_at),
            "ended": standing.is_ended, "again": mine.wants_again_at is not None, "lifetime": standing.lifetime,
            "your_lifetime": mine.lifetime, "muted": mine.muted_at is not None, "news": standing.has_news,
            "showing": {"read": mine.shows_read, "writing": mine.shows_writing, "here": mine.shows_here},
            "both_show": {what: standing.both_show(what) for what in ("read", "writing", "here")},
            "here": is_here(standing), "read_until": read_until(standing),
        }  # fmt: skip


class Conversations(Out):
    items: list[ConversationOut]
    next: str | None


class AttachmentOut(Out):
    """What goes with a message."""

    kind: Literal["picture", "voice"]
    url: str
    description: str = Field(description="What a picture shows, for those who do not see it")
    width: int
    height: int
    seconds: int = Field(description="How long a voice note is")

    @classmethod
    def of(cls, it: Attachment) -> dict[str, Any]:
        return {
            "kind": it.kind, "url": f"/api/v1/attachments/{it.pk}", "description": it.description,
            "width": it.width, "height": it.height, "seconds": it.seconds,
        }  # fmt: skip


class MessageOut(Out):
    """One person's words to others. Of a removed message nothing is left but its place."""

    id: int
    conversation: int
    by: str
    mine: bool
    created_at: Minute
    edited: bool
    removed: bool
    held: bool = Field(description="In a room: only you see it until a person has looked at it")
    notes: list[str]
    covered: bool = Field(description="Wait with it until the reader opens it")
    warned: bool = Field(
        description="May ask for contact details or money, or talk about sex: say so, and wait"
    )
    html: str = Field(description="Safe HTML")
    body: str | None = Field(description="As it was written, in Markdown; of your own messages")
    answers: int | None = Field(description="The message it answers")
    support: list[SupportKind] = Field(description="What you said with a press")
    attachments: list[AttachmentOut]
    care: CareOut | None = Field(None, description=ABOUT_CARE)

    @classmethod
    def of(cls, shown: ShownMessage) -> dict[str, Any]:
        message, gone = shown.message, shown.message.is_gone
        return {
            "id": message.pk, "conversation": message.conversation_id, "by": message.said_by,
            "mine": shown.is_mine,
            "created_at": minute(message.created_at), "edited": message.edited_at is not None and not gone,
            "removed": gone, "held": message.held_at is not None,
            "notes": [] if gone else topics_of(message.notes), "covered": bool(shown.notes),
            "warned": shown.asks_for_contact, "html": str(shown.html),
            "body": message.body if shown.is_mine and not gone else None,
            "answers": shown.answers, "support": sorted(shown.pressed),
            "attachments": [AttachmentOut.of(each) for each in shown.attachments],
        }  # fmt: skip


class Messages(Out):
    items: list[MessageOut]
    next: str | None


class NewMessage(Body):
    body: Annotated[str, words(4_000)]
    notes: Topics = Field([], description="Topics of a content note, see /topics")
    answers: Pointer | None = Field(None, description=ABOUT_ANSWERS)
    picture: NewPicture | None = None


class NewVoiceNote(Body):
    """Speech. It is encoded anew, so nothing but what one hears is kept of the file."""

    data: Annotated[Base64Bytes, formatted("recording")] = Field(
        description="The file in base64: WebM, Ogg, MP4, MP3 or WAV, at most 2 minutes and 1.8 MB"
    )
    notes: Topics = Field([], description="Topics of a content note, see /topics")
    answers: Pointer | None = Field(None, description=ABOUT_ANSWERS)


class EditedMessage(Body):
    """The whole new text, within five minutes."""

    body: Annotated[str, words(4_000)]
    notes: Topics | None = Field(None, description="Left as they are when not given")


class FoundMessage(MessageOut):
    """A message that has the words."""

    member: str | None = Field(description="With whom the conversation is")
    name: str | None = Field(description="In which group or room it is")

    @classmethod
    def of_hit(cls, hit: Hit) -> dict[str, Any]:
        partner = hit.standing.partner
        return {
            **MessageOut.of(hit.shown), "member": partner.name if partner else None,
            "name": hit.standing.name or None,
        }  # fmt: skip


class FoundMessages(Out):
    items: list[FoundMessage]
    next: str | None


class LifetimeChosen(Body):
    lifetime: Lifetime


class GroupName(Body):
    name: Annotated[str, words(60)]


class GroupLeft(Body):
    with_words: Flag = Field(False, description="Take back everything you wrote there")


class Somebody(Body):
    member: Name


class GroupAsked(Out):
    """A group somebody asks you into."""

    name: str
    people: list[str] = Field(description="Who is in it, and would see your name")


class MetOut(Out):
    """Where you two met, under your own names."""

    says: str
    page: str = Field(description="The address of the page it was on")

    @classmethod
    def of(cls, met: Meeting) -> dict[str, Any]:
        return {"says": met.sentence, "page": met.address}


class RequestOut(Out):
    """Somebody asks whether you would like to talk, or asks you into a group."""

    id: int
    by: str
    words: str
    warned: bool = Field(
        description="May ask for contact details or money, or talk about sex: say so, and wait with the words"
    )
    met: MetOut | None = Field(description="Null where there is no thread or circle you both were in")
    sent_at: Minute
    into: GroupAsked | None = Field(description="Of an invitation: into which group")
    set_aside: bool = Field(
        description='Whether you said "not now"; they do not know, and yes stays possible'
    )

    @classmethod
    def of(cls, asked: Request) -> dict[str, Any]:
        return {
            "id": asked.pk, "by": asked.sender.name, "words": asked.words, "warned": asked.asks_for_contact,
            "met": cls._met(asked), "sent_at": minute(asked.sent_at), "into": cls._into(asked),
            "set_aside": asked.answer == "not_now",
        }  # fmt: skip

    @staticmethod
    def _met(asked: Request) -> dict[str, Any] | None:
        met = where_met(asked.sender, asked.recipient, viewer=asked.recipient)
        return MetOut.of(met) if met else None

    @staticmethod
    def _into(asked: Request) -> dict[str, Any] | None:
        if asked.into is None:
            return None
        return {
            "name": asked.into.name_for(asked.recipient),
            "people": [member.name for member in people_of(asked)],
        }


class Requests(Out):
    items: list[RequestOut]


class SentRequest(Out):
    """You asked. Until they say yes this is all there is to know."""

    id: int
    to: str
    into: str | None = Field(description="Of an invitation: the name of the group")
    words: str
    sent_at: Minute
    care: CareOut | None = Field(None, description=ABOUT_CARE)

    @classmethod
    def of(cls, sent: Request) -> dict[str, Any]:
        return {
            "id": sent.pk,
            "to": sent.recipient.name,
            "into": sent.into.name_for(sent.sender) if sent.into else None,
            "words": sent.words,
            "sent_at": minute(sent.sent_at),
        }


class SentRequests(Out):
    items: list[SentRequest]


class NewRequest(Body):
    words: FewWords = Field(description="Without links and addresses")


class NewInvitation(NewRequest):
    member: Name


class WhoMayAsk(Out):
    from_whom: FromWhom


class WhoMayAskChosen(Body):
    from_whom: FromWhom
