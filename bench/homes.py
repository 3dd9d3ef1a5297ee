"""Installations to measure on: filled once per size, kept in a folder, copied for measurements that write."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
FILLED = "filled.json"
POSTGRES = "postgresql://postgres@127.0.0.1/postgres"


@dataclass
class Home:
    """One installation: its folder, its database, and where to look in it (see bench/fill.py)."""

    folder: Path
    database_url: str = ""
    filled: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
        }
        return kept | {
            "HEARTHSIDE_HOME": str(self.folder),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": str(ROOT),
        }

    @property
    def thread_page(self) -> str:
        return f"/threads/{self.filled['hot_thread']}/"

    @property
    def space_page(self) -> str:
        return f"/spaces/{self.filled['space']}/"

    def run(self, *command: str) -> str:
        """Run one of this installation's commands and return what it printed."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def sign_in(self, count: int = 1) -> list[str]:
        """Return session keys of this many members."""
        return list(json.loads(self.run("bench/guests.py", "--count", str(count)).splitlines()[-1]))

    def set_up(self, posts: int) -> None:
        """Make the tables and static files, and fill in this many posts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("manage.py", "migrate", "--verbosity=0")
        self.run("manage.py", "collectstatic", "--no-input", "--clear", "--verbosity=0")
        self.filled = json.loads(self.run("bench/fill.py", "--posts", str(posts)).splitlines()[-1])

    def threads(self, count: int, *, skip: int = 0, replies: tuple[int, int] = (0, 40)) -> list[int]:
        """Return threads every member may read, with so many replies, the oldest first."""
        fewest, most = replies
        rows = self._ask(
            "SELECT id FROM forum_thread WHERE removed_at IS NULL "
            "AND space_id IN (SELECT id FROM forum_space WHERE access <> 'request') "
            f"AND reply_count BETWEEN {fewest} AND {most} ORDER BY id LIMIT {count} OFFSET {skip}"
        )
        return [int(row[0]) for row in rows]

    def count_replies(self) -> int:
        """Return how many replies the database holds, read beside the server."""
        return int(self._ask("SELECT count(*) FROM forum_post WHERE NOT is_opening")[0][0])

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                return connection.execute(sql).fetchall()  # type: ignore[arg-type, call-overload]
        with closing(sqlite3.connect(self.folder / "hearthside.sqlite3")) as kept:
            return kept.execute(sql).fetchall()


def prepared(data: Path, posts: int) -> Home:
    """Return the SQLite installation of this size, filled now unless it was filled before by the same code."""
    home = Home(data / f"posts-{posts}")
    stamp = home.folder / FILLED
    if stamp.exists():
        home.filled = json.loads(stamp.read_text())
        if home.filled.get("made_by") == _maker():
            home.run("manage.py", "collectstatic", "--no-input", "--clear", "--verbosity=0")
            return home
    made_by = _maker()
    shutil.rmtree(home.folder, ignore_errors=True)
    home.set_up(posts)
    home.filled["made_by"] = made_by
    stamp.write_text(json.dumps(home.filled))
    return home


def _maker() -> str:
    """Return a name for the tables and the filling: another name, and what was filled before is of no use."""
    sources = [ROOT / "bench/fill.py", ROOT / "bench/words.py", *sorted(ROOT.glob("*/migrations/0*.py"))]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


@contextmanager
def copied(home: Home, folder: Path) -> Iterator[Home]:
    """Give a copy that may be written to and is thrown away."""
    shutil.copytree(home.folder, folder)
    try:
        yield Home(folder, home.database_url, home.filled)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_answers() -> str:
    """Return why PostgreSQL cannot be measured, "" when it can."""
    import psycopg

    try:
        psycopg.connect(_server(), connect_timeout=3).close()
    except psycopg.OperationalError as problem:
        return str(problem).strip().splitlines()[0]
    return ""


@contextmanager
def on_postgres(folder: Path, posts: int) -> Iterator[Home]:
    """Give an installation on a fresh PostgreSQL database, dropped afterwards."""
    import psycopg

    name = f"hearthside_bench_{os.getpid()}"
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type, call-overload]
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type, call-overload]
        try:
            home = Home(folder, urlunsplit(urlsplit(_server())._replace(path=f"/{name}")))
            home.set_up(posts)
            yield home
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type, call-overload]


def _server() -> str:
    return os.environ.get("DATABASE_URL") or POSTGRES
