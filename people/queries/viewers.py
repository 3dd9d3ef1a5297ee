"""Who is looking: one look into the cache on every page, and how it is kept true."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.crypto import constant_time_compare

from core.memory import Memory
from people import sessions
from people.models import Acceptance, Closing, Device, Member, TopicChoice
from people.models.distance import hidden_pairs
from people.queries.agreements import AGREEMENT_KEY, current_agreement_id
from people.queries.second_steps import second_steps_of
from people.staff import is_staff

REMEMBERED_FOR = 30
# While this stands in the cache nobody may store what they read before the change. A page that began before a
# block and ends after it would otherwise bring the blocked member back for half a minute.
_CHANGED = "changed"
_CHANGE_SETTLES_IN = 5
# Whose viewers were read for them a moment ago. It spares a look; it never says who somebody is.
_read = Memory(20_000, seconds=REMEMBERED_FOR - 5)


@dataclass(slots=True)
class Viewer:
    """A signed-in member with what every page asks about them, and what their session must match."""

    member: Member
    session_hash: str
    appearance: str
    text_size: str
    discreet: bool
    language: str
    accepted_agreement_id: int
    is_staff: bool
    has_second_step: bool
    closes_at: datetime | None = None
    closed_by_staff: bool = False
    owes_agreement: bool = False

    @property
    def has_resting_powers(self) -> bool:
        """Whether this is somebody with powers who has not passed the second step here."""
        return self.is_staff and self.member.powers_rest


def get_viewer(account_id: int, *, fresh: bool = False) -> Viewer | None:
    """Return who this account is, None when it is closed. Usually one look into the cache and no query.

    Their powers rest until a session says that the second step was passed: an account alone does not tell who
    sits at the keyboard.
    """
    key = _key(account_id)
    known = cache.get_many([key, AGREEMENT_KEY])
    viewer = known.get(key)
    if fresh or not isinstance(viewer, Viewer):
        viewer = _load([account_id]).get(account_id)
        if viewer and not fresh:
            cache.add(key, viewer, REMEMBERED_FOR)
    if viewer:
        viewer.member.powers_rest = True
        viewer.owes_agreement = viewer.accepted_agreement_id != (
            known.get(AGREEMENT_KEY) or current_agreement_id()
        )
    return viewer


def remember_viewers(session_keys: Iterable[str]) -> None:
    """Read at once who is behind these sessions, where they are not remembered: their requests are about to come."""
    unread = [key for key in session_keys if key and not _read.get(key)]
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = {key: str(store(key).get(SESSION_KEY, "")) for key in unread}
    account_ids = {key: int(text) for key, text in found.items() if text.isdecimal()}
    known = cache.get_many([_key(pk) for pk in account_ids.values()])
    missing = {key: pk for key, pk in account_ids.items() if _key(pk) not in known}
    for account_id, viewer in _load(list(missing.values())).items():
        cache.add(_key(account_id), viewer, REMEMBERED_FOR)
    for key in missing:
        _read.put(key, True)


def viewer_of_session(session: Mapping[str, Any]) -> Viewer | None:
    """Return whose session this is, checked the way Django checks it; None once it no longer holds."""
    try:
        account_id = int(session.get(SESSION_KEY, ""))
    except ValueError:
        return None
    for fresh in (False, True):  # a remembered viewer may be older than the session
        viewer = get_viewer(account_id, fresh=fresh)
        if viewer and constant_time_compare(session.get(HASH_SESSION_KEY, ""), viewer.session_hash):
            return viewer_in_session(viewer, session)
    return None


def viewer_in_session(viewer: Viewer, session: Mapping[str, Any]) -> Viewer:
    """Wake this viewer's powers if the second step was passed in this session."""
    viewer.member.powers_rest = not sessions.has_passed_second_step(session)
    return viewer


def forget_viewer(*members: Member) -> None:
    """Make every page read these members anew, now and once the running transaction has committed."""
    keys = [_key(member.account_id) for member in members]
    for member in members:
        for name in ("hidden_ids", "topic_choices"):
            member.__dict__.pop(name, None)
    _mark_changed(keys)
    transaction.on_commit(lambda: _mark_changed(keys))


def list_devices(member: Member, *, today: date) -> list[Device]:
    """Return the browsers signed in as this member, newest first."""
    return list(
        Device.objects.filter(
            account=member.account_id, seen_date__gt=today - settings.RETENTION["sign_ins"]
        ).order_by("-signed_in_at", "-pk")
    )


def get_device(member: Member, *, session_key: str) -> Device | None:
    """Return the browser in which this session of the member runs."""
    return Device.objects.filter(account=member.account_id, session_key=session_key).first()


def _key(account_id: int) -> str:
    return f"viewer:{account_id}"


def _mark_changed(keys: list[str]) -> None:
    cache.set_many(dict.fromkeys(keys, _CHANGED), _CHANGE_SETTLES_IN)


def _load(account_ids: Collection[int]) -> dict[int, Viewer]:
    """Return who these accounts are, without those that are closed."""
    members = {each.account_id: each for each in _members(account_ids)}
    by_member = {each.pk: each for each in members.values()}
    for member in by_member.values():
        member.hidden_ids, member.topic_choices = (
            frozenset(),
            {},
        )  # read here, so that they travel with the member
    for member_id, other_id in hidden_pairs(by_member):
        by_member[member_id].hidden_ids |= {other_id}
    chosen = TopicChoice.objects.filter(member__in=by_member).values_list("member", "topic__slug", "choice")
    for member_id, slug, choice in chosen:
        by_member[member_id].topic_choices[slug] = choice
    return {pk: _viewer(member) for pk, member in members.items()}


def _members(account_ids: Collection[int]) -> QuerySet[Member]:
    accepted = Acceptance.objects.filter(account=OuterRef("account")).order_by("-agreement_id")
    found = Member.objects.select_related("account__closing").filter(
        account__in=account_ids, account__is_active=True
    )
    return found.annotate(
        accepted_id=Subquery(accepted.values("agreement_id")[:1]),
        second_step=Exists(second_steps_of(OuterRef("account"))),
    )


def _viewer(member: Member) -> Viewer:
    account = member.account
    closing: Closing | None = getattr(account, "closing", None)
    Member._meta.get_field("account").delete_cached_value(member)  # no passphrase's hash goes into the cache
    return Viewer(
        member=member,
        session_hash=account.get_session_auth_hash(),
        appearance=account.appearance,
        text_size=account.text_size,
        discreet=account.discreet,
        language=account.language,
        accepted_agreement_id=member.__dict__.pop("accepted_id") or 0,
        closes_at=closing.due_at if closing else None,
        closed_by_staff=closing is not None and closing.by_staff,
        is_staff=is_staff(member),
        has_second_step=member.__dict__.pop("second_step"),
    )
