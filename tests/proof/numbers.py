"""Numbers nobody can mistake: every table counts from a start of its own, so a number on a page says whose it is."""

from django.apps import apps
from django.db import connection, models

FIRST = 1_100_000_000  # ten digits, and still a number the search index can hold
STEP = 1_000_003


def spread_numbers() -> dict[str, int]:
    """Let each table that counts its rows begin far from every other; return the starts by model label."""
    starts = {}
    counting = [model for model in apps.get_models(include_auto_created=True) if _counts(model)]
    for place, model in enumerate(sorted(counting, key=lambda model: model._meta.label)):
        starts[model._meta.label] = FIRST + place * STEP
        _begin(model, starts[model._meta.label])
    return starts


def _counts(model: type[models.Model]) -> bool:
    return isinstance(model._meta.pk, models.AutoField | models.BigAutoField) and model._meta.managed


def _begin(model: type[models.Model], start: int) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, model._meta.pk.column, start]
            )
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
