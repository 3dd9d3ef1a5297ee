"""Backups are made while the server runs, hold what was written, keep the keys apart, and come back."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from core import backups, tasks
from core.in_use import mark_in_use
from core.models import Community

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
MANAGE = [sys.executable, str(real_settings.BASE_DIR / "manage.py")]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    """Give the installation a folder with an upload and a key."""
    settings.HOME_DIR = tmp_path / "home"
    settings.MEDIA_ROOT = settings.HOME_DIR / "uploads"
    settings.KEYS_ROOT = settings.HOME_DIR / "keys"
    (settings.HOME_DIR / "keys").mkdir(parents=True)
    settings.MEDIA_ROOT.mkdir()
    (settings.HOME_DIR / "keys" / "secret").write_text("the key")
    (settings.MEDIA_ROOT / "picture.webp").write_bytes(b"a picture")


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """An installation of its own on SQLite, for commands in processes of their own."""
    home = tmp_path / "installation"
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
    }
    environment |= {"HEARTHSIDE_HOME": str(home)}
    command("migrate", environment)
    return environment


def command(words: str, environment: dict[str, str], said: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*MANAGE, *words.split()], env=environment, input=said, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done


def names_in(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        return archive.getnames()


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_database_and_uploads_and_the_keys_lie_apart(tmp_path: Path) -> None:
    Community.objects.create(name="The Lamp")

    backup = backups.make_backup(tmp_path / "backups", now=NOW)

    assert backup.data.name == "hearthside-20260301T123000Z.tar.gz"
    assert "uploads/picture.webp" in names_in(backup.data)
    assert not any("secret" in name for name in names_in(backup.data))
    assert names_in(backup.keys) == ["keys", "keys/secret"]
    assert stat.S_IMODE(backup.data.stat().st_mode) == stat.S_IMODE(backup.keys.stat().st_mode) == 0o600
    assert sorted(path.name for path in backup.data.parent.iterdir()) == [backup.keys.name, backup.data.name]


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")

    with pytest.raises(CommandError, match="could not be written to"):
        call_command("backup", tmp_path / "a file")


@pytest.mark.django_db(transaction=True)
def test_the_nightly_backup_goes_where_the_operator_said_and_old_ones_go(
    tmp_path: Path, settings: Any
) -> None:
    settings.BACKUPS_DIR = tmp_path / "backups"
    long_ago = backups.make_backup(settings.BACKUPS_DIR, now=timezone.now() - timedelta(days=20))

    tasks.back_up()

    (kept,) = backups.list_backups(settings.BACKUPS_DIR)
    assert kept.made_at > long_ago.made_at
    assert not long_ago.keys.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_folder_nothing_is_backed_up_by_itself(tmp_path: Path, settings: Any) -> None:
    settings.BACKUPS_DIR = None

    tasks.back_up()

    assert not (settings.HOME_DIR / "backups").exists()


@pytest.mark.django_db(transaction=True)
def test_the_only_backup_is_never_deleted_however_old(tmp_path: Path) -> None:
    backups.make_backup(tmp_path, now=NOW)

    assert (
        backups.delete_old_backups(tmp_path, now=NOW + timedelta(days=900), kept_for=timedelta(days=14)) == 0
    )


def test_what_was_backed_up_comes_back_whole(installation: dict[str, str], tmp_path: Path) -> None:
    home = Path(installation["HEARTHSIDE_HOME"])
    picture, key = home / "uploads" / "one.webp", home / "keys" / "secret"
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(b"one")
    kept_key = key.read_text()
    tell(home, "Before")
    command(f"backup {tmp_path / 'backups'}", installation)
    (made,) = backups.list_backups(tmp_path / "backups")
    tell(home, "After")
    shutil.rmtree(picture.parent)
    key.write_text("another key" * 5)

    said = command(f"restore {made.data} --keys {made.keys}", installation, said="yes\n").stdout

    assert told(home) == "Before"
    assert picture.read_bytes() == b"one"
    assert key.read_text() == kept_key
    (aside,) = home.glob("before-restore-*")
    assert str(aside) in said
    assert told(aside) == "After"


def tell(home: Path, name: str) -> None:
    with closing(sqlite3.connect(home / "hearthside.sqlite3")) as database, database:
        database.execute("create table if not exists told (name text)")
        database.execute("delete from told")
        database.execute("insert into told values (?)", [name])


def told(home: Path) -> str:
    with closing(sqlite3.connect(home / "hearthside.sqlite3")) as database:
        return str(database.execute("select name from told").fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_restored_under_a_running_server(tmp_path: Path) -> None:
    made = backups.make_backup(tmp_path / "backups", now=NOW)
    mark_in_use()  # as a server does; another opening of the same file is refused even here

    with pytest.raises(CommandError, match="A server is running"):
        call_command("restore", made.data, yes=True)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "holiday.tar.gz").write_bytes(b"not an archive")

    with pytest.raises(CommandError, match=r"cannot be read as a backup\. Nothing was changed\."):
        call_command("restore", tmp_path / "holiday.tar.gz", yes=True)

    assert (settings.MEDIA_ROOT / "picture.webp").exists()


@pytest.mark.django_db(transaction=True)
def test_postgresql_comes_back_too(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL; the same story on SQLite is told above, in processes of its own")
    Community.objects.update_or_create(pk=1, defaults={"name": "Before"})
    made = backups.make_backup(tmp_path / "backups", now=NOW)
    Community.objects.update(name="After")

    backups.bring_back(made.data, keys=None, now=NOW)

    assert Community.objects.get().name == "Before"
