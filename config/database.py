"""Database and cache settings from two addresses: DATABASE_URL and REDIS_URL, both optional."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32000; PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON;"
)


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings for postgresql://user:password@host:port/name, or SQLite in `home` when empty.

    SQLite needs WAL and IMMEDIATE transactions: with the defaults concurrent writers fail at once.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "hearthside.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
            # A file: a database in memory locks whole tables at once and would not behave like the real one.
            "TEST": {"NAME": str(home / "test.sqlite3")},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must start with postgresql:// (or be empty for the built-in SQLite).")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "hearthside",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {
                "min_size": 2,
                "max_size": int(os.environ.get("HEARTHSIDE_DB_POOL", "12")),
                "timeout": 20,
            },
            "options": "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000",
        },
    }


def cache_settings(redis_url: str) -> dict[str, Any]:
    """Return Django's CACHES: Redis where configured, else memory of this one process."""
    if redis_url:
        return {"default": {"BACKEND": "core.shared_cache.SharedCache", "LOCATION": redis_url}}
    return {
        "default": {
            "BACKEND": "core.memory.OwnCache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }
