"""The numbers PostgreSQL gives to transactions, as database expressions that SQLite understands too."""

from typing import Any

from django.db.models import BigIntegerField, Func

LARGEST = 2**63 - 1


class CurrentTransactionId(Func):
    """PostgreSQL: the transaction's id, comparable with pg_snapshot_xmin. SQLite: 0, its ids are in commit order."""

    output_field = BigIntegerField()
    arity = 0

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "0", []

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        return "(pg_current_xact_id()::text::bigint)", []


class OldestRunningTransactionId(Func):
    """Every transaction below this number has ended, so nothing can be committed there any more."""

    output_field = BigIntegerField()
    arity = 0

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return str(LARGEST), []

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        return "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)", []
