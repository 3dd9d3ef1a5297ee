"""Every field of every table says whose it is; a new one that does not is found here."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.test.utils import isolate_apps

from core.models import Community
from core.privacy import (
    OWN,
    SHARED,
    UPKEEP,
    WITH_ACCOUNT,
    Group,
    Privacy,
    classified_models,
    fields_to_classify,
    privacy_of,
    rows_of,
)

ALL_MODELS = apps.get_models(include_auto_created=True)


def problems_of(model: type[models.Model]) -> list[str]:
    """Return what is wrong with a model's classification, as sentences for whoever wrote it."""
    try:
        named = set(privacy_of(model).handlings)
    except LookupError as problem:
        return [str(problem)]
    stored = fields_to_classify(model)
    return [f"{model._meta.label}.{name} is not classified" for name in sorted(stored - named)] + [
        f"{model._meta.label}.{name} is classified and does not exist" for name in sorted(named - stored)
    ]


@pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model._meta.label)
def test_every_field_says_whose_it_is(model):
    assert problems_of(model) == []


@isolate_apps("core")
def test_a_field_nobody_classified_is_found():
    class Letter(models.Model):
        body = models.TextField()
        sent_at = models.DateTimeField()
        privacy = Privacy(
            what="Letters",
            why="so that they arrive",
            group=Group.WRITING,
            of=None,
            kept=WITH_ACCOUNT,
            fields={"body stamp": OWN},
        )

        class Meta:
            app_label = "core"

    assert problems_of(Letter) == [
        "core.Letter.sent_at is not classified",
        "core.Letter.stamp is classified and does not exist",
    ]


@isolate_apps("core")
def test_a_model_that_says_nothing_is_found_even_below_one_that_does():
    class Place(Community):
        class Meta:
            app_label = "core"

    assert "does not say whose its rows are" in problems_of(Place)[0]


def test_every_way_to_an_owner_ends_at_an_account(asha):
    for model, privacy in classified_models():
        owners = {privacy.of} | {how.of for how in privacy.handlings.values()}
        for owner in owners - {None}:
            rows = rows_of(asha.account, model, owner)
            try:
                list(rows[:1])
            except (FieldError, ValueError) as problem:
                pytest.fail(f"{model._meta.label}: {owner} leads nowhere ({problem})")


def test_what_belongs_to_nobody_has_only_fields_that_do_too():
    for model, privacy in classified_models():
        if privacy.of is None:
            loose = [
                name
                for name, how in privacy.handlings.items()
                if how not in (SHARED, UPKEEP) and how.of is None
            ]
            assert loose == [], f"{model._meta.label} has no owner, but these fields need one"


def test_every_period_that_is_named_is_set():
    for model, privacy in classified_models():
        period = privacy.kept.period
        assert not period or period in settings.RETENTION, f"{model._meta.label} is kept for {period}"


def test_rows_are_those_of_the_account_alone(asha, ben):
    from people.models import Acceptance

    rows = rows_of(asha.account, Acceptance)

    assert {row.account_id for row in rows} == {asha.account_id}
