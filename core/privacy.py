"""Whose every stored thing is: said once, next to the model, and read by everything that has to know.

A model says in `privacy = Privacy(...)` what its rows are, whose, why they are there and how long they stay, and
names each of its fields under a handling. The export, the closing of an account, the retention job and the page
/privacy/ all read this. A test walks every model and fails on a field nobody classified.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Export(Enum):
    """How a field appears in *Everything about me*."""

    AS_IT_IS = "as it is"
    BY_NAME = "by its name"
    NOT = "not"


class Closing(Enum):
    """What becomes of a field when the account of its owner closes."""

    GOES = "goes"
    EMPTIED = "is emptied"
    STAYS = "stays"


# The path from a row to the account that owns it, or a function of the account that returns a Q.
Owner = str | Callable[[Any], models.Q] | None


@dataclass(frozen=True, slots=True)
class Handling:
    """How one field is treated. `of` names its owner where that is somebody else than the row's."""

    export: Export
    when_words_erased: Closing
    when_name_unlinked: Closing
    of: Owner = None


# ---- How a field is treated: every field of every model is under one of these.

# The person's own, and nothing others would miss.
OWN = Handling(Export.AS_IT_IS, Closing.GOES, Closing.GOES)
# Written for others to read: the person chooses whether the words go, or stay without the name.
WORDS = Handling(Export.AS_IT_IS, Closing.GOES, Closing.STAYS)
# Made by us from such words (HTML, sizes): it goes or stays with them, and the words are in the export already.
FROM_WORDS = Handling(Export.NOT, Closing.GOES, Closing.STAYS)
# What joins a row to its owner. Not exported, since the whole export is about them.
OWNER = Handling(Export.NOT, Closing.GOES, Closing.GOES)
# Where something is: a space, a thread, a post. Exported as a name or number, never with the words found there.
PLACE = Handling(Export.BY_NAME, Closing.GOES, Closing.STAYS)
# Another member the person chose, under the name the person sees.
SOMEBODY = Handling(Export.BY_NAME, Closing.GOES, Closing.GOES)
# What lets somebody in. It leaves the installation under no circumstances.
SECRET = Handling(Export.NOT, Closing.GOES, Closing.GOES)
# Numbers and marks that make things work and say nothing about anybody.
UPKEEP = Handling(Export.NOT, Closing.STAYS, Closing.STAYS)
# The record of what was done with what is theirs. It can only be trusted if nothing is ever taken out.
RECORDED = Handling(Export.AS_IT_IS, Closing.STAYS, Closing.STAYS)
# Belongs to everybody here: the community's own words and facts.
SHARED = Handling(Export.NOT, Closing.STAYS, Closing.STAYS)


def belonging_to(owner: Owner, *, when_name_unlinked: Closing = Closing.EMPTIED) -> Handling:
    """Words of somebody else inside one's own row: in nobody's export twice, emptied when their owner closes."""
    return Handling(Export.NOT, Closing.EMPTIED, when_name_unlinked, of=owner)


# ---- How long a row stays.


@dataclass(frozen=True, slots=True)
class Kept:
    """How long, in words; or the name of a period in settings.RETENTION, which the retention job keeps to."""

    text: Any = ""
    period: str = ""

    @property
    def length(self) -> timedelta | None:
        """Return the period as it is set, None where no period but an act ends it."""
        return settings.RETENTION[self.period] if self.period else None


WITH_ACCOUNT = Kept(_("as long as your account"))
UNTIL_TAKEN_BACK = Kept(_("until you take it back"))
UNTIL_CHANGED = Kept(_("until you change it"))
WITH_COMMUNITY = Kept(_("as long as this place exists"))


def for_period(name: str) -> Kept:
    """Kept for a period of settings.RETENTION."""
    return Kept(period=name)


# ---- What a model says about its rows.


class Group(models.TextChoices):
    """The headings on /privacy/ and in the export, in this order."""

    SIGN_IN = "sign_in", _("How you sign in")
    PROFILE = "profile", _("Who you are here")
    WRITING = "writing", _("What you write")
    READING = "reading", _("What only you see")
    CARE = "care", _("What keeps people safe")
    UPKEEP = "upkeep", _("What keeps this place running")


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the rows of one model are, for the person they are about.

    `of` is the path from a row to the account that owns it, or a function of the account that returns a Q; None
    where rows are nobody's. `stays_because` is the reason why rows outlive their owner's account, where they do.
    `files` is the folder in uploads where each row's `file_name` lies; `read_file()` opens it. `by_its_feature`: rows
    are not simply deleted when the account closes; their feature looks after them on people.signals.account_closing.
    """

    what: Any
    why: Any
    group: Group
    of: Owner
    kept: Kept
    fields: Mapping[str, Handling]
    stays_because: Any = ""
    files: str = ""
    by_its_feature: bool = False
    handlings: Mapping[str, Handling] = field(init=False)

    def __post_init__(self) -> None:
        each = {name: how for names, how in self.fields.items() for name in names.split()}
        object.__setattr__(self, "handlings", each)

    def exported(self) -> dict[str, Handling]:
        """Return the fields that are in an export."""
        return {name: how for name, how in self.handlings.items() if how.export is not Export.NOT}


def of_the_community(fields: str, *, kept: Kept = WITH_COMMUNITY) -> Privacy:
    """Say that rows are the community's own and about nobody."""
    return Privacy(
        what=_("What this place says about itself: its name, spaces, agreement and topics"),
        why=_("so that everybody finds their way"),
        group=Group.UPKEEP,
        of=None,
        kept=kept,
        fields={fields: SHARED},
    )


def upkeep(fields: str, *, kept: Kept = WITH_COMMUNITY) -> Privacy:
    """Say that rows are technical and about nobody."""
    return Privacy(
        what=_("Technical notes about nobody: what work waits, which tables there are"),
        why=_("so that the software runs"),
        group=Group.UPKEEP,
        of=None,
        kept=kept,
        fields={fields: UPKEEP},
    )


# ---- Reading the classification.

_elsewhere: dict[str, Privacy] = {}


def classify(label: str, privacy: Privacy) -> None:
    """Classify a model whose code is not ours: "app.Model". Our own say it themselves."""
    _elsewhere[label.lower()] = privacy


def privacy_of(model: type[models.Model]) -> Privacy:
    """Return what a model says about its rows; LookupError when it says nothing."""
    found = vars(model).get("privacy") or _elsewhere.get(model._meta.label_lower)
    if not isinstance(found, Privacy):
        raise LookupError(f"{model._meta.label} does not say whose its rows are: see core.privacy.")
    return found


def classified_models() -> Iterator[tuple[type[models.Model], Privacy]]:
    """Walk through every table there is with what it says about itself."""
    for model in apps.get_models(include_auto_created=True):
        yield model, privacy_of(model)


def fields_to_classify(model: type[models.Model]) -> set[str]:
    """Return the fields a model has to name: all it stores, except numbers the database gives out."""
    return {
        one.name
        for one in model._meta.local_fields
        if not isinstance(one, models.AutoField | models.BigAutoField)
    }


def rows_of(account: Any, model: type[models.Model], owner: Owner = None) -> "models.QuerySet[Any]":
    """Return the rows of a model that are this account's own, none where rows are nobody's."""
    path = owner or privacy_of(model).of
    if path is None:
        return model._default_manager.none()
    whose = path(account) if callable(path) else models.Q(**{path: account.pk})
    return model._base_manager.filter(whose)


Narrow = Callable[[Any, "models.QuerySet[Any]"], "models.QuerySet[Any]"]
_narrow: dict[str, Narrow] = {}


def narrow(label: str, how: Narrow) -> None:
    """Have an export leave out rows of "app.Model" that would tell their owner of somebody they see no trace of."""
    _narrow[label.lower()] = how


def narrowed(account: Any, model: type[models.Model], rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Return those of somebody's own rows that they may see."""
    how = _narrow.get(model._meta.label_lower)
    return how(account, rows) if how else rows
