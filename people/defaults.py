"""What a new installation starts with: topics for content notes, and a community agreement.

Made after migrating, and only where there is nothing yet: an operator's changes are never undone.
"""

from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from core.memory import Memory
from core.text import render_markdown

_agreements = Memory(16)

TOPICS = [
    ("self-harm", _("Self-harm")),
    ("suicide", _("Suicidal thoughts")),
    ("abuse", _("Abuse and violence at home")),
    ("eating", _("Eating and body image")),
    ("loss", _("Death and loss")),
    ("substances", _("Alcohol and drugs")),
    ("sexual-violence", _("Sexual violence")),
    ("graphic", _("Graphic detail")),
]

AGREEMENT = _("""\
People come here on good days and on very hard ones. This is what we promise one another.

- **We listen first.** We answer the person, not only the problem, and give advice when it is wanted.
- **We speak for ourselves.** "This helped me" is welcome. Nobody here diagnoses anybody or tells anybody to stop a \
treatment.
- **We keep each other's confidence.** What is written here stays here. We do not ask who somebody is or where they \
live, and we do not say who we are unless we choose to.
- **We take care with hard subjects.** We add a content note, and we leave out methods, amounts and graphic detail.
- **We are kind when we disagree.** No insults, no hate, no pressure, no unwanted advances.
- **We do not sell, recruit or research here** without the agreement of the people who run this place.
- **We ask for help when it is too much.** People here are peers, not an emergency service. *Get help now* is on every \
page, and moderators can be told about anything that worries you.

You can leave, take a break, block or mute anybody, at any time and without a reason.
""")


def topic_in_words(slug: str, name: str) -> str:
    """Return a topic's name in the reader's language while it is one of ours; an operator's stays as they wrote it."""
    return gettext(name) if (slug, name) in TOPICS else name


def agreement_in_words(body: str, html: str) -> str:
    """Return the agreement drawn in the reader's language while it is ours; an operator's stays as they wrote it."""
    return _drawn(get_language() or "") if body == AGREEMENT else html


def _drawn(language: str) -> str:
    drawn: str | None = _agreements.get(language)
    if drawn is None:
        drawn = render_markdown(gettext(AGREEMENT))
        _agreements.put(language, drawn)
    return drawn


def create_missing(using: str = "default", **kwargs: Any) -> None:
    """Create the topics and the first agreement unless there are some already."""
    from django.db import connections

    from people.models import Agreement, Topic

    if not {"people_topic", "people_agreement"} <= set(connections[using].introspection.table_names()):
        return
    if not Topic.objects.using(using).exists():
        topics = enumerate(TOPICS, start=1)
        Topic.objects.using(using).bulk_create(
            Topic(slug=slug, name=name, position=place * 10) for place, (slug, name) in topics
        )
    if not Agreement.objects.using(using).exists():
        Agreement.objects.using(using).create(body=AGREEMENT, html=render_markdown(AGREEMENT))
