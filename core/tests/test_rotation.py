"""Changing the key: everything is sealed anew, nothing is lost, and kill -9 in the middle does no harm."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from core import keys, rotation
from core.sealing import sealed_prefix
from forum.models import Draft, Space


@pytest.fixture
def drafts(asha):
    spaces = Space.objects.bulk_create(
        [Space(slug=f"place-{n}", name="Place", purpose="Here") for n in range(450)]
    )
    Draft.objects.bulk_create([Draft(member=asha, space=space, body=f"words {space.pk}") for space in spaces])


def sealed_with(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM forum_draft WHERE body LIKE %s", [sealed_prefix(key) + "%"])
        return cursor.fetchone()[0]


def all_words_are_there():
    return all(draft.body == f"words {draft.space_id}" for draft in Draft.objects.all())


def test_everything_has_the_new_key_and_the_old_one_is_gone(drafts):
    old, steps = keys.read_keys()[0], []

    done = rotation.rotate(on_progress=lambda *step: steps.append(step), settle=0)

    assert done == 450 and sealed_with(old) == 0
    assert [key.name for key in keys.read_keys()] != [old.name] and len(keys.read_keys()) == 1
    assert (0, 450) in steps and (450, 450) in steps
    assert all_words_are_there()


def test_words_sealed_with_the_old_key_while_it_runs_are_not_lost(drafts):
    old = keys.read_keys()[0]

    def write_late(done, total):
        if done == 450:
            now = keys.read_keys()
            keys.write_keys([old, *[key for key in now if key.name != old.name]])  # a process that is behind
            Draft.objects.filter(pk=Draft.objects.order_by("pk").first().pk).update(title="late words")
            keys.write_keys(now)

    rotation.rotate(on_progress=write_late, settle=0)

    assert len(keys.read_keys()) == 1
    assert Draft.objects.order_by("pk").first().title == "late words"


def test_stopped_in_the_middle_everything_opens_and_it_goes_on(drafts):
    def stop(done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(on_progress=stop, settle=0)
    made = keys.read_keys()[0]

    assert all_words_are_there() and len(keys.read_keys()) == 2
    rotation.rotate(on_progress=lambda *step: None, settle=0)
    assert keys.read_keys() == [made] and sealed_with(made) == 450
    assert all_words_are_there()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the killed process has a folder of its own")
def test_kill_9_in_the_middle_loses_nothing(tmp_path):
    """The real command, killed for real, in an installation of its own."""
    environment = {
        **os.environ,
        "HEARTHSIDE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    environment.pop("DATABASE_URL", None)

    def run(*arguments):
        return [sys.executable, "manage.py", *arguments]

    def shell(code):
        done = subprocess.run(
            run("shell", "-c", code), env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    subprocess.run(run("migrate", "-v0"), env=environment, cwd=settings.BASE_DIR, check=True)
    shell(
        "from django.utils import timezone\n"
        "from people.actions import sign_up\nfrom forum.models import Draft, Space\n"
        "asha = sign_up(name='Asha', passphrase=None, now=timezone.now())\n"
        "spaces = Space.objects.bulk_create([Space(slug=f'p{n}', name='P', purpose='P') for n in range(20000)])\n"
        "Draft.objects.bulk_create([Draft(member=asha, space=s, body=f'words {s.pk}') for s in spaces])\n"
    )
    with subprocess.Popen(
        run("keys", "rotate", "--settle", "0"),
        env=environment,
        cwd=settings.BASE_DIR,
        stderr=subprocess.DEVNULL,
    ) as running:
        deadline = time.monotonic() + 60
        while len((tmp_path / "keys" / "sealing").read_text().splitlines()) < 2:
            assert time.monotonic() < deadline and running.poll() is None
            time.sleep(0.01)
        time.sleep(0.3)
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    check = (
        "from forum.models import Draft\n"
        "print(sum(d.body == f'words {d.space_id}' for d in Draft.objects.iterator()))"
    )

    assert shell(check).strip().splitlines()[-1] == "20000"
    assert len((tmp_path / "keys" / "sealing").read_text().splitlines()) == 2
    subprocess.run(
        run("keys", "rotate", "--settle", "0"), env=environment, cwd=settings.BASE_DIR, check=True,
        capture_output=True,
    )  # fmt: skip
    assert len((tmp_path / "keys" / "sealing").read_text().splitlines()) == 1
    assert shell(check).strip().splitlines()[-1] == "20000"
