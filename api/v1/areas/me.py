"""The member behind the token: who they are here, what they say about themselves, how the place behaves."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1 import care
from api.v1.refusals import Refused, checked
from api.v1.routing import reads, writes
from api.v1.shapes.care import CareAnswer
from api.v1.shapes.people import (
    Me,
    OwnFiles,
    Profile,
    ProfileChange,
    SafetyNotesOut,
    SafetyNotesToKeep,
    Settings,
    SettingsChange,
    TopicList,
)
from notifications.queries import has_unread
from people import actions, queries
from people.forms.account import ProfileForm
from safety import actions as safety
from safety.forms.safety_notes import SafetyNotesForm
from safety.queries import get_safety_notes

router = Router(tags=["me"])


@reads(router, "/me", _("See who this token or session belongs to, and what it may do."), gives=Me)
def get_me(request: Any) -> Any:
    member = request.member
    return {
        "name": member.name, "role": member.role, "since": f"{member.joined_at:%Y-%m}",
        "scopes": sorted(request.caller.scopes), "topic": f"member:{member.pk}", "news": has_unread(member),
    }  # fmt: skip


@reads(router, "/me/files", _("See how much your pictures and voice notes take up."), gives=OwnFiles)
def get_files(request: Any) -> Any:
    kept = queries.kept_files(request.member, now=timezone.now())
    return {"size": kept.size, "most": kept.most or None}


@reads(
    router,
    "/me/profile",
    _("See everything you say about yourself, and who can see each part."),
    gives=Profile,
    shows="profile",
)
def get_profile(request: Any) -> Any:
    return {**Profile.of(request.member), "care": care.about_profile(request)}


@writes(
    router,
    "PATCH",
    "/me/profile",
    _("Change what you say about yourself; only what is given changes."),
    gives=Profile,
)
def change_profile(request: Any, body: ProfileChange) -> Written:
    told = Profile.of(request.member) | body.model_dump(exclude_none=True)
    told["languages"] = ", ".join(told["languages"])
    actions.save_profile(request.member, **checked(ProfileForm(told)))
    return Written(200, "profile")


@writes(
    router,
    "POST",
    "/me/care",
    _(
        "Ask for somebody to talk to after what you said about yourself, say that you are safe, or put the offer away."
    ),
)
def answer_care_about_profile(request: Any, body: CareAnswer) -> None:
    if body.do == "talk":
        safety.ask_to_talk(request.member, now=timezone.now())
    elif body.do == "safe":
        safety.say_safe(request.member, now=timezone.now())
    else:
        safety.put_care_away(request.member)


@reads(
    router,
    "/me/safety-notes",
    _("See what you wrote to yourself for hard moments; nobody else can."),
    gives=SafetyNotesOut,
    shows="safety notes",
)
def read_safety_notes(request: Any) -> Any:
    return SafetyNotesOut.of(get_safety_notes(request.member))


@writes(
    router,
    "PUT",
    "/me/safety-notes",
    _(
        "Write to yourself for hard moments. What is not given is emptied; nothing but empty parts deletes it."
    ),
    gives=SafetyNotesOut,
)
def write_safety_notes(request: Any, body: SafetyNotesToKeep) -> Written:
    parts = checked(SafetyNotesForm(body.model_dump()))
    safety.save_safety_notes(request.member, now=timezone.now(), **parts)
    return Written(200, "safety notes")


@reads(router, "/me/settings", _("See how the place behaves for you."), gives=Settings, shows="settings")
def get_settings(request: Any) -> Any:
    return Settings.of(request.viewer)


@writes(
    router,
    "PATCH",
    "/me/settings",
    _("Change how the place behaves for you; only what is given changes."),
    gives=Settings,
)
def change_settings(request: Any, body: SettingsChange) -> Written:
    viewer, given = request.viewer, body.model_dump(exclude_none=True)
    with transaction.atomic():
        _choose_topics(request.member, given.pop("topics", []))
        if (discreet := given.pop("discreet", None)) is not None:
            actions.set_discreet(request.member, discreet=discreet)
        look = {
            name: given.pop(name, getattr(viewer, name)) for name in ("appearance", "text_size", "language")
        }
        actions.set_appearance(request.member, **look)
        kept = {
            name: given.get(name, getattr(viewer.member, name))
            for name in ("pictures_on_tap", "shows_writing")
        }
        actions.set_preferences(request.member, **kept)
    request.viewer = queries.get_viewer(request.member.account_id, fresh=True)
    return Written(200, "settings")


def _choose_topics(member: Any, choices: list[dict[str, str]]) -> None:
    topics = {topic.slug: topic for topic in queries.list_topics()} if choices else {}
    for place, chosen in enumerate(choices):
        if chosen["topic"] not in topics:
            raise Refused.at(f"topics.{place}.topic")
        actions.choose_topic(member, topic=topics[chosen["topic"]], choice=chosen["choice"])


@reads(router, "/topics", _("See which topics a content note can name."), gives=TopicList, strangers=True)
def list_topics(request: Any) -> Any:
    return {"items": [{"slug": slug, "name": name} for slug, name in queries.topic_names().items()]}
