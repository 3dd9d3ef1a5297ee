"""Taking everything along, and going: the two promises, on a member with rows in every table."""

import io
import json
import re
import subprocess
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from core.privacy import classified_models, rows_of
from forum.models import Alias, Picture, Post, Thread
from people import actions, queries
from people.models import Account, Closing, Member
from people.names import NameProblem
from tests import full_member
from tests.full_member import LOUD, WORDS

NAMES = ["Marigold Zzyzx", "Zephyrine Quill", "marlgoldzzyzx", "zephyrlnequlll"]
NOW = timezone.now


def unzip(member):
    export = actions.ask_for_export(member, now=NOW())
    actions.make_export(export.pk, now=NOW())
    export.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(b"".join(actions.fetch_export(export))))


def whole_text(archive):
    return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def close(member, choice):
    reference = actions.ask_to_close(member, choice=choice, at_once=True, now=NOW())
    actions.carry_out(Closing.objects.get(account=member.account_id).pk, now=NOW())
    return reference


def dump():
    """Return the whole database as bytes: SQLite's own files, a dump of every row, PostgreSQL's dump."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        raw = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        connection.ensure_connection()
        return raw + "\n".join(connection.connection.iterdump()).encode()
    facts = connection.settings_dict
    address = f"postgresql://{facts['USER']}@{facts['HOST']}:{facts['PORT'] or 5432}/{facts['NAME']}"
    done = subprocess.run(["pg_dump", address], capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def everything_kept():
    folders = (Path(settings.MEDIA_ROOT), Path(settings.EXPORTS_ROOT))
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return dump() + b"".join(file.name.encode() + file.read_bytes() for file in files)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.EXPORTS_ROOT = tmp_path / "uploads", tmp_path / "exports"


@pytest.fixture
def marigold(transactional_db, asha, ben, dana):
    threads = full_member.fill(asha, friend=ben, foe=dana)
    asha.threads_made = threads
    return asha


def test_the_member_has_rows_in_every_table(marigold):
    assert full_member.tables_left_empty(marigold.account) == []


def test_an_export_holds_what_is_mine(marigold):
    actions.drop_export(marigold)
    archive = unzip(marigold)
    data = json.loads(archive.read("data.json"))
    tables = {part["table"]: part["rows"] for part in data["tables"]}

    for model, privacy in classified_models():
        if privacy.of and privacy.exported() and model._meta.label_lower not in ("people.closing",):
            assert tables[model._meta.label_lower], model
    posts = tables["forum.post"]
    assert any("in the dark" in post["body"] for post in posts)  # also what she wrote without her name
    assert {part["file"] for part in tables["forum.picture"]} <= set(archive.namelist())
    page = archive.read("index.html").decode()
    assert WORDS in page and "<script" not in page and "http" not in page
    assert all(f'src="{part["file"]}"' in page for part in tables["forum.picture"])


def test_an_export_holds_nobody_elses_words(marigold, ben):
    actions.drop_export(marigold)

    hers, his = whole_text(unzip(marigold)), whole_text(unzip(ben))

    assert "Millpond" not in hers and "Friend's title" not in hers and "Thank you" not in hers
    assert WORDS not in his and LOUD not in his
    assert "Millpond song words" in his


def test_an_export_tells_no_time_finer_than_pages_do(marigold):
    actions.drop_export(marigold)
    told = json.loads(unzip(marigold).read("data.json"))

    times = {
        value for part in told["tables"] for row in part["rows"] for value in row.values() if is_time(value)
    }

    assert times
    assert all(
        datetime.fromisoformat(time).replace(second=0, microsecond=0).isoformat() == time for time in times
    )


def is_time(value):
    return isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value)


def test_after_erasing_nothing_holds_the_words_or_the_name(marigold):
    number, account = marigold.pk, marigold.account_id
    before = everything_kept()
    assert WORDS.encode() in before and b"Marigold Zzyzx" in before
    close(marigold, "erase")

    kept = everything_kept()

    for words in (WORDS, LOUD, *NAMES, "in the dark"):
        assert words.encode() not in kept, words
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.webp")) and not Picture.objects.exists()
    assert not Member.objects.filter(pk=number).exists() and not Account.objects.filter(pk=account).exists()


def test_erasing_leaves_other_peoples_words(marigold, ben):
    threads = marigold.threads_made
    close(marigold, "erase")

    assert Post.objects.filter(author=ben).count() == 3
    assert "Thank you, somebody who left, for that." in set(Post.objects.values_list("body", flat=True))
    own = Thread.objects.get(pk=threads["own"].pk)
    assert own.title == "Taken back by its author" and own.reply_count == 1
    assert not Thread.objects.filter(pk=threads["alone"].pk).exists()


def test_pages_of_what_stays_open(marigold, ben, browser_of):
    threads = marigold.threads_made
    close(marigold, "erase")

    for address in (
        f"/threads/{threads['own'].pk}/",
        f"/threads/{threads['friends'].pk}/",
        "/spaces/room/",
        "/",
    ):
        page = browser_of(ben).get(address)
        assert page.status_code == 200 and WORDS not in page.content.decode()


@pytest.mark.parametrize("choice", ["erase", "unlink"])
def test_no_row_is_theirs_any_more(marigold, choice):
    account = Account.objects.get(pk=marigold.account_id)
    account.member  # noqa: B018 remembered, since it is looked for afterwards
    close(marigold, choice)

    left = {model._meta.label: rows_of(account, model).count() for model, _ in classified_models()}

    assert {label for label, count in left.items() if count} == {"safety.AuditEntry"}, (
        "numbers that lead to nobody"
    )


def test_unlinked_words_stay_and_the_name_is_gone(marigold, ben, browser_of):
    threads = marigold.threads_made
    close(marigold, "unlink")

    kept = everything_kept()
    page = browser_of(ben).get(f"/threads/{threads['friends'].pk}/").content.decode()

    assert WORDS in page and "Marigold" not in page
    for name in NAMES:
        assert name.encode() not in kept, name
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.webp"))) == 2


def test_unlinked_voices_are_one_in_a_thread_and_joined_by_nothing(marigold):
    threads = marigold.threads_made
    close(marigold, "unlink")

    left = Post.objects.filter(body__contains=WORDS)
    voices = {(post.thread_id, post.alias_id) for post in left}

    # own thread, the friend's thread under the name, the same thread anonymously, the thread alone
    assert len(voices) == 4 and None not in {alias for _, alias in voices}
    assert not Alias.objects.filter(member__isnull=False).exists()
    assert len({alias.avatar_seed for alias in Alias.objects.all()}) == 4
    assert {post.nonce for post in left} == {None}
    assert {thread.last_author_id for thread in Thread.objects.filter(pk=threads["alone"].pk)} == {None}


def test_nobody_steps_into_the_name(marigold):
    close(marigold, "unlink")

    for name in ("Marigold Zzyzx", "marigold zzyzx", "Zephyrine Quill"):
        with pytest.raises(NameProblem):
            actions.sign_up(name=name, passphrase="a long passphrase", now=NOW())


def test_a_receipt_says_it_is_done_and_nothing_else(marigold, stranger):
    reference = close(marigold, "erase")

    page = stranger.get(f"/closed/{reference}/").content.decode()

    assert "It is done" in page
    closing = Closing.objects.get()
    assert closing.account_id is None and closing.step == Closing.STEPS
    assert reference.encode() not in dump()


def test_a_closing_that_was_killed_is_finished_later(marigold, monkeypatch):
    actions.ask_to_close(marigold, choice="erase", at_once=True, now=NOW())
    closing = Closing.objects.get(account=marigold.account_id)
    with monkeypatch.context() as broken:
        broken.setattr("core.remnants.overwrite_deleted", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.carry_out(closing.pk, now=NOW())

    actions.carry_out(closing.pk, now=NOW())

    closing.refresh_from_db()
    assert closing.finished_date and WORDS.encode() not in everything_kept()


def test_an_export_waits_sealed_and_is_gone_once_fetched(transactional_db, asha):
    export = actions.ask_for_export(asha, now=NOW())
    actions.make_export(export.pk, now=NOW())
    (file,) = Path(settings.EXPORTS_ROOT).glob("*.sealed")
    assert (
        file.read_bytes()[:2] != b"PK"
        and b"Asha" not in file.read_bytes()
        and file.stat().st_mode & 0o77 == 0
    )
    export.refresh_from_db()

    assert b"".join(actions.fetch_export(export))[:2] == b"PK"
    assert queries.get_export(asha) is None and not file.exists()


def test_an_export_nobody_fetched_is_gone_after_a_day(transactional_db, asha):
    export = actions.ask_for_export(asha, now=NOW())
    actions.make_export(export.pk, now=NOW())

    actions.drop_old_exports(now=NOW() + settings.RETENTION["exports"])

    assert queries.get_export(asha) is None and not list(Path(settings.EXPORTS_ROOT).glob("*.sealed"))


def test_fourteen_days_to_change_ones_mind(asha, ben, browser_of, stranger):
    actions.ask_to_close(asha, choice="erase", at_once=False, now=NOW())
    assert browser_of(ben).get("/members/Asha/").status_code == 404
    assert actions.close_due(now=NOW()) == 0

    stranger.post("/sign-in/", {"name": "Asha", "passphrase": "a long passphrase"})
    assert stranger.get("/account/")["Location"] == "/account/closing/"
    assert stranger.get("/account/closing/").status_code == 200
    stranger.post("/account/closing/", {"wish": "stay"})

    assert stranger.get("/account/").status_code == 200
    assert browser_of(ben).get("/members/Asha/").status_code == 200


def test_when_the_days_are_over_it_is_closed(asha):
    actions.ask_to_close(asha, choice="erase", at_once=False, now=NOW())

    assert actions.close_due(now=NOW() + settings.RETENTION["change_of_mind"]) == 1


def test_the_only_operator_stays(olu):
    from people.actions import LastOperator

    with pytest.raises(LastOperator):
        actions.ask_to_close(olu, choice="erase", at_once=True, now=NOW())
    assert not Closing.objects.exists()


def test_the_privacy_page_shows_the_periods_as_they_are_set(stranger, settings):
    settings.RETENTION = {**settings.RETENTION, "drafts": timedelta(days=77)}

    assert "77 days" in stranger.get("/privacy/").content.decode()


def test_pictures_of_others_stay_on_the_disk(marigold, ben):
    from forum import actions as forum

    thread = marigold.threads_made["friends"]
    post = forum.post_reply(
        thread,
        author=ben,
        body="With a picture",
        now=NOW(),
        picture=full_member.picture(),
        picture_description="It",
    )
    close(marigold, "erase")

    assert default_storage.exists(post.picture.file_name)


def test_the_privacy_page_says_how_long_copies_are_kept(stranger, settings, tmp_path):
    assert "makes no copies of its own" in stranger.get("/privacy/").content.decode()

    settings.BACKUPS_DIR = tmp_path
    settings.RETENTION = {**settings.RETENTION, "backups": timedelta(days=9)}

    assert "kept on this installation: 9 days" in stranger.get("/privacy/").content.decode()


def test_the_privacy_page_says_nothing_twice(stranger):
    told = re.findall(r"<summary>(.*?)</summary>", stranger.get("/privacy/").content.decode())

    assert len(told) == len(set(told))
