"""The list of topics, and what each member would rather not see."""

from collections.abc import Sequence

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from live.actions import announce_access_change
from people.models import Member, Topic, TopicChoice
from people.permissions import allows
from people.queries import forget_viewer
from people.queries.topics import TOPICS_KEY
from people.signals import staff_acted

COVERED = "covered"
MOST_TOPICS = 30


@transaction.atomic
def choose_topic(member: Member, *, topic: Topic, choice: str) -> None:
    """Show posts about a topic ("open"), cover them ("covered"), or leave them out ("leave_out").

    Everybody starts with all of them covered.
    """
    if choice == COVERED:
        TopicChoice.objects.filter(member=member, topic=topic).delete()
    elif choice in {"open", "leave_out"}:
        TopicChoice.objects.update_or_create(member=member, topic=topic, defaults={"choice": choice})
    else:
        raise ValidationError(_("Please choose one of the three."))
    forget_viewer(member)
    announce_access_change([member.pk])


@transaction.atomic
def add_topic(*, name: str, by: Member) -> Topic:
    """Add a topic at the end; every member finds posts about it covered until they choose otherwise."""
    _only_operators(by)
    if Topic.objects.count() >= MOST_TOPICS:
        raise ValidationError(_("Thirty topics are as many as anybody can choose from."))
    _refuse_a_second(name)
    last = Topic.objects.order_by("-position").values_list("position", flat=True).first() or 0
    try:
        with transaction.atomic():
            topic = Topic.objects.create(slug=_free_slug(name), name=name, position=last + 10)
    except IntegrityError as twice:
        raise ValidationError(_("There is already a topic like that.")) from twice
    _changed(by)
    return topic


@transaction.atomic
def rename_topic(topic: Topic, *, name: str, by: Member) -> None:
    """Call a topic something else; posts keep their notes."""
    _only_operators(by)
    _refuse_a_second(name, besides=topic)
    Topic.objects.filter(pk=topic.pk).update(name=name)
    topic.name = name
    _changed(by)


@transaction.atomic
def order_topics(ids: Sequence[int], *, by: Member) -> None:
    """Put the topics in this order."""
    _only_operators(by)
    for place, topic_id in enumerate(ids, start=1):
        Topic.objects.filter(pk=topic_id).update(position=place * 10)
    _changed(by)


def _only_operators(by: Member) -> None:
    if not allows(by, "edit_topics"):
        raise PermissionDenied


def _refuse_a_second(name: str, besides: Topic | None = None) -> None:
    others = Topic.objects.exclude(pk=besides.pk) if besides else Topic.objects.all()
    if others.filter(name__iexact=name).exists():
        raise ValidationError(_("There is already a topic like that."))


def _free_slug(name: str) -> str:
    """Return a short address for a topic; a name without Latin letters gets a number."""
    wanted = slugify(name)[:28] or "topic"
    taken = set(Topic.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, 100))) if slug not in taken)


def _changed(by: Member) -> None:
    staff_acted.send(None, act="people.topics_changed", by=by, about=None, details={})
    cache.delete(TOPICS_KEY)
    transaction.on_commit(lambda: cache.delete(TOPICS_KEY))
