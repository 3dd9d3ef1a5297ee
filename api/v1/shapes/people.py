"""Members, settings, tokens: people as one viewer may see them. The account itself is never shown."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from pydantic import Field

from api.v1.shapes.basics import Body, Day, Days, Flag, Minute, Name, Out, day, formatted, minute, words
from api.v1.shapes.care import ABOUT_CARE, CareOut
from people.models import AccessToken, Member
from people.queries import Viewer
from safety.models import SafetyNotes

Audience = Literal["nobody", "members", "everyone"]
TopicChoice = Literal["covered", "open", "leave_out"]
ScopeName = Literal["read", "write", "events", "staff"]
if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[tuple(code for code, _ in settings.LANGUAGES)]
PARTS = ("pronouns", "about", "languages", "time_zone", "interests", "lived_experience")


class By(Out):
    """The name something appears under: a member's own, or an alias that means nothing outside its thread."""

    name: str
    anonymous: bool
    role: str | None = Field(None, description="The member's role, where it is known; null for an alias")


class Line(Out):
    """One thing a member says about themselves and this viewer may read."""

    field: str
    label: str
    text: str


class OtherMember(Out):
    """A member as others see them."""

    name: str
    role: str
    since: str = Field(description="Year and month")
    lines: list[Line]
    muted: bool
    me: bool


class Me(Out):
    """The member behind this token or session."""

    name: str
    role: str
    since: str = Field(description="Year and month")
    scopes: list[ScopeName] = Field(description="What this token may do")
    topic: str = Field(description="What to name to the event stream to hear of one's own things")
    news: bool = Field(description="Whether a notice waits that was not read")


class OwnFiles(Out):
    """What you keep here in pictures and voice notes."""

    size: int = Field(ge=0, description="In bytes")
    most: int | None = Field(ge=0, description="As many bytes as there can be; null without a limit")


class Profile(Out):
    """Everything one says about oneself, and who can see it."""

    pronouns: str
    pronouns_audience: Audience
    about: str
    about_audience: Audience
    languages: list[str]
    languages_audience: Audience
    time_zone: str
    time_zone_audience: Audience
    interests: str
    interests_audience: Audience
    lived_experience: str
    lived_experience_audience: Audience
    care: CareOut | None = Field(None, description=ABOUT_CARE)

    @classmethod
    def of(cls, member: Member) -> dict[str, Any]:
        names = (*PARTS, *(f"{part}_audience" for part in PARTS))
        return {name: getattr(member, name) for name in names}


Words600 = Annotated[str, Field(max_length=600)]


class ProfileChange(Body):
    """Only what is given changes."""

    pronouns: Annotated[str, Field(max_length=40)] | None = None
    pronouns_audience: Audience | None = None
    about: Words600 | None = None
    about_audience: Audience | None = None
    languages: (
        Annotated[list[Annotated[str, formatted("language", max_length=28)]], Field(max_length=10)] | None
    ) = Field(None, description="By their names, as one would say them; none with a comma in it")
    languages_audience: Audience | None = None
    time_zone: Annotated[str, formatted("time-zone", max_length=64)] | None = Field(
        None, description="Such as Europe/Berlin, or empty"
    )
    time_zone_audience: Audience | None = None
    interests: Annotated[str, Field(max_length=200)] | None = None
    interests_audience: Audience | None = None
    lived_experience: Words600 | None = None
    lived_experience_audience: Audience | None = None


class SafetyNotesOut(Out):
    """What a member wrote to themselves for hard moments; for themselves alone."""

    warns: str = Field(description="How they notice that it gets hard")
    helps: str = Field(description="What they can do that helps")
    company: str = Field(description="People and places that do them good")
    contacts: str = Field(description="Whom they can tell or call")
    safer: str = Field(description="What makes it safer around them")
    reasons: str = Field(description="What they want to be here for")
    written: Minute | None = Field(description="When it was last written; null where there is nothing")

    @classmethod
    def of(cls, notes: SafetyNotes | None) -> dict[str, Any]:
        words = {part: getattr(notes, part, "") for part in SafetyNotes.PARTS}
        return {**words, "written": minute(notes.written_at) if notes else None}


Words2000 = Annotated[str, Field(max_length=2_000)]


class SafetyNotesToKeep(Body):
    """All of it: what is not given is empty."""

    warns: Words2000 = ""
    helps: Words2000 = ""
    company: Words2000 = ""
    contacts: Words2000 = ""
    safer: Words2000 = ""
    reasons: Words2000 = ""


class TopicChosen(Out):
    """How one topic is met: covered until opened, open, or left out."""

    topic: str
    choice: TopicChoice


class Settings(Out):
    """How the place behaves for this member."""

    appearance: str
    text_size: str
    language: str = Field(description="Empty: whatever the program asks for by Accept-Language")
    discreet: bool
    pictures_on_tap: bool
    shows_writing: bool
    topics: list[TopicChosen] = Field(description="Those that are not covered, as all are at first")

    @classmethod
    def of(cls, viewer: Viewer) -> dict[str, Any]:
        member = viewer.member
        chosen = sorted(member.topic_choices.items())
        return {
            "appearance": viewer.appearance, "text_size": viewer.text_size, "language": viewer.language,
            "discreet": viewer.discreet, "pictures_on_tap": member.pictures_on_tap,
            "shows_writing": member.shows_writing,
            "topics": [{"topic": slug, "choice": choice} for slug, choice in chosen],
        }  # fmt: skip


class TopicToChoose(Body):
    topic: Annotated[str, formatted("topic", max_length=32)]
    choice: TopicChoice


class SettingsChange(Body):
    """Only what is given changes; topics that are not named stay as they were."""

    appearance: Literal["system", "light", "dark"] | None = None
    text_size: Literal["normal", "large", "largest"] | None = None
    language: Language | None = None
    discreet: Flag | None = None
    pictures_on_tap: Flag | None = None
    shows_writing: Flag | None = None
    topics: Annotated[list[TopicToChoose], Field(max_length=30)] | None = None


class Names(Out):
    """Members by name."""

    items: list[str]


class Token(Out):
    """A token for a program."""

    id: int
    name: str
    scopes: list[ScopeName]
    expires: Day
    used: Day | None = Field(description="The day it was last used")

    @classmethod
    def of(cls, token: AccessToken) -> dict[str, Any]:
        return {
            "id": token.pk, "name": token.name, "scopes": token.scopes.split(),
            "expires": day(token.expires_at), "used": day(token.seen_date),
        }  # fmt: skip


class NewToken(Token):
    """A token that was just made."""

    token: str | None = Field(
        None,
        description="The token itself. It is in the first answer to the request that made it, and in no other",
    )


class Tokens(Out):
    items: list[Token]


class TokenRequest(Body):
    """Signing in by program: a name and its passphrase, and a code where the account has a second step."""

    name: Name
    passphrase: Annotated[str, Field(min_length=1, max_length=1_000)]
    code: Annotated[str, Field(max_length=40)] | None = Field(
        None, description="From the app of the second step, or a recovery code"
    )
    token_name: Annotated[str, words(60)] = Field(description="Which program it is for")
    scopes: Annotated[list[ScopeName], Field(min_length=1, max_length=4)]
    days: Days = Field(90, description="For how many days it works")


class Topic(Out):
    slug: str
    name: str


class TopicList(Out):
    items: list[Topic]


class Community(Out):
    """What this place says about itself."""

    name: str
    purpose: str
    minimum_age: int
    anyone_may_join: bool
    leave_url: str = Field(description="Where Leave leads: somewhere that says nothing about this place")
    agreement_html: str = Field(description="Safe HTML")
