"""Backups: the database and the uploads in one file, the keys in another, and the way back.

The keys lie apart because they open what the database seals: whoever finds one of the two files reads nothing
private. A backup holds what people wrote, also what they erase later, so old ones are deleted.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from core.in_use import is_in_use

NAME = "hearthside-{:%Y%m%dT%H%M%SZ}"
DATA_ENDING, KEYS_ENDING = ".tar.gz", ".keys.tar.gz"
SQLITE_COPY, POSTGRESQL_COPY = "database.sqlite3", "database.pgdump"


class BackupProblem(Exception):
    """No backup was made or brought back; the message says why in a sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One backup in a folder: when it was made, its two files, and how large they are together in bytes."""

    made_at: datetime
    data: Path
    keys: Path

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in (self.data, self.keys) if path.exists())


def make_backup(folder: Path, *, now: datetime) -> Backup:
    """Write one backup into the folder while the server runs, and return it; whole or not at all.

    Raises BackupProblem where the folder cannot be written, the disk is full or the copy is damaged.
    """
    name = NAME.format(now.astimezone(UTC))
    backup = Backup(now, folder / (name + DATA_ENDING), folder / (name + KEYS_ENDING))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as place:
            copy = _copy_database(Path(place))
            _pack(backup.data, [(copy, copy.name), (settings.MEDIA_ROOT, "uploads")])
        _pack(backup.keys, [(settings.KEYS_ROOT, "keys")])
    except OSError as problem:
        raise BackupProblem(f"{folder} could not be written to ({problem.strerror or problem}).") from problem
    return backup


def list_backups(folder: Path) -> list[Backup]:
    """Return the backups in a folder, oldest first; none where there is no folder."""
    return sorted(_found_in(folder)) if folder.is_dir() else []


def delete_old_backups(folder: Path, *, now: datetime, kept_for: timedelta) -> int:
    """Delete backups older than that, but never the newest; return how many."""
    old = [backup for backup in list_backups(folder)[:-1] if now - backup.made_at > kept_for]
    for backup in old:
        backup.data.unlink(missing_ok=True)
        backup.keys.unlink(missing_ok=True)
    return len(old)


def bring_back(data: Path, *, keys: Path | None, now: datetime) -> Path | None:
    """Put a backup in the place of what is there, and return the folder to which that was moved, if any.

    Raises BackupProblem while a server runs, for another kind of database, and for a file that is no backup.
    """
    if is_in_use():
        raise BackupProblem("A server is running on this installation. Stop it first.")
    with _unpacked([data, *([keys] if keys else [])]) as place:
        copy = place / (SQLITE_COPY if connection.vendor == "sqlite" else POSTGRESQL_COPY)
        if not copy.exists():
            raise BackupProblem(f"{data} is not a backup of this kind of database.")
        if connection.vendor == "postgresql":
            _restore_postgresql(copy)
        folders = [name for name in ("uploads", "keys") if (place / name).is_dir()]
        aside = _move_aside(folders, now=now)
        for name in folders:
            shutil.move(place / name, settings.HOME_DIR / name)
        if connection.vendor == "sqlite":
            shutil.move(copy, _database_file())
    return aside


def _copy_database(place: Path) -> Path:
    if connection.vendor == "sqlite":
        return _copy_sqlite(place / SQLITE_COPY)
    return _run_postgresql(
        ["pg_dump", "--format=custom", f"--file={place / POSTGRESQL_COPY}"], place / POSTGRESQL_COPY
    )


def _copy_sqlite(copy: Path) -> Path:
    """Copy without what was deleted: VACUUM leaves no remnants of it, as a plain copy would."""
    try:
        with _sqlite(_database_file()) as source:
            source.execute("VACUUM INTO ?", [str(copy)])
        with _sqlite(copy) as written:
            verdict = written.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as problem:
        raise BackupProblem(f"The database could not be copied ({type(problem).__name__}).") from problem
    if verdict != "ok":
        raise BackupProblem("The copy of the database is damaged, so the database probably is too.")
    return copy


@contextmanager
def _sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(path, timeout=20)
    try:
        yield opened
    finally:
        opened.close()


def _run_postgresql(command: list[str], result: Path) -> Path:
    """Run one of PostgreSQL's own programs on our database; the passphrase goes through the environment."""
    facts: dict[str, Any] = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    environment = {**os.environ, **{name: str(facts[key]) for name, key in names.items() if facts.get(key)}}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    except FileNotFoundError:
        raise BackupProblem(
            f"{command[0]} is not installed on this machine; it comes with PostgreSQL."
        ) from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise BackupProblem(f"{command[0]} did not succeed: {said[-1]}")
    return result


def _pack(path: Path, parts: Iterable[tuple[Path, str]]) -> None:
    """Write the file under another name first, and give it its own once it is safely on the disk."""
    partial = path.with_name(f".{path.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=4) as archive:
                for source, name in parts:
                    if source.exists():
                        archive.add(source, arcname=name)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def _found_in(folder: Path) -> Iterator[Backup]:
    for data in folder.glob(f"hearthside-*{DATA_ENDING}"):
        name = data.name.removesuffix(DATA_ENDING)
        try:
            made_at = datetime.strptime(name, "hearthside-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            continue  # a keys file, or somebody's own
        yield Backup(made_at, data, folder / (name + KEYS_ENDING))


@contextmanager
def _unpacked(archives: list[Path]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=settings.HOME_DIR, prefix=".restoring-") as place:
        for path in archives:
            try:
                with tarfile.open(path) as archive:
                    archive.extractall(place, filter="data")
            except (OSError, tarfile.TarError) as problem:
                raise BackupProblem(f"{path} cannot be read as a backup.") from problem
        yield Path(place)


def _move_aside(folders: list[str], *, now: datetime) -> Path | None:
    """Move away what the backup replaces, so that a wrong file or a second thought loses nothing."""
    connection.close()
    aside: Path = settings.HOME_DIR / f"before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = list(folders)
    if connection.vendor == "sqlite":
        file = _database_file().name
        names += [file, f"{file}-wal", f"{file}-shm"]
    found = [path for name in names if (path := settings.HOME_DIR / name).exists()]
    if not found:
        return None
    aside.mkdir(mode=0o700)
    for path in found:
        shutil.move(path, aside / path.name)
    return aside


def _restore_postgresql(copy: Path) -> None:
    """Bring the tables back in one transaction: all of them or none."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    how = ["--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={name}"]
    _run_postgresql(["pg_restore", *how, str(copy)], copy)


def _database_file() -> Path:
    return Path(connection.settings_dict["NAME"])
