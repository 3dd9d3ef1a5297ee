"""The record of what staff did: what goes on it, who reads it, and that nobody changes it unseen."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from forum.actions import post_reply, remove_post, start_thread
from forum.models import Space
from people.actions import publish_agreement, set_role
from safety import queries
from safety.actions import record
from safety.acts import UnknownAct
from safety.chain import heads_file, read_heads
from safety.models import AuditEntry, AuditHead
from safety.models.audit import NeverChanged


@pytest.fixture
def grief(db):
    return Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access="members")


@pytest.fixture
def reply(grief, asha, ben):
    now = timezone.now()
    thread = start_thread(grief, author=asha, title="Some title", body="Some words", wants="listen", now=now)
    return post_reply(thread, author=ben, body="Other words", anonymous=True, now=now)


@pytest.fixture
def ten_entries(transactional_db, django_user_model):
    from people.actions import sign_up

    heads_file().unlink(missing_ok=True)
    olu = sign_up(name="Olu", passphrase="a long passphrase", now=timezone.now())
    for number in range(10):
        record("people.topics_changed", by=olu, now=timezone.now(), details={"number": number})
    yield
    heads_file().unlink(missing_ok=True)


def breaks():
    return [found.number for found in queries.verify_audit(queries.all_entries())]


def tamper(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_record_verifies(ten_entries):
    assert breaks() == []
    assert AuditHead.objects.get().number == 10 == len(read_heads())


@pytest.mark.parametrize(
    "change",
    [
        "act = 'people.role_given'", "actor_id = 7", "about_id = 7", "role = 'clinician'", "subject = 'x'",
        "reason = 'x'", "details = '{\"number\": 11}'", "at = '2020-01-01 00:00:00+00:00'",
        "digest = '0000000000000000000000000000000000000000000000000000000000000000'",
    ],
)  # fmt: skip
def test_an_altered_entry_is_found(ten_entries, change):
    tamper(f"UPDATE safety_auditentry SET {change} WHERE number = 4")

    assert 4 in breaks()


@pytest.mark.parametrize("number", [1, 5])
def test_a_removed_entry_is_found(ten_entries, number):
    tamper("DELETE FROM safety_auditentry WHERE number = %s", number)

    assert breaks()


def test_removed_and_numbered_anew_is_found(ten_entries):
    tamper("DELETE FROM safety_auditentry WHERE number = 5")
    for number in range(6, 11):
        tamper("UPDATE safety_auditentry SET number = %s WHERE number = %s", number - 1, number)

    assert 5 in breaks()


def test_two_entries_in_each_others_place_are_found(ten_entries):
    for old, new in ((3, 103), (4, 3), (103, 4)):
        tamper("UPDATE safety_auditentry SET number = %s WHERE number = %s", new, old)

    assert {3, 4} <= set(breaks())


def test_the_newest_entries_cut_off_are_found_even_with_the_head_put_back(ten_entries):
    tamper("DELETE FROM safety_auditentry WHERE number > 7")
    last = AuditEntry.objects.get(number=7)
    tamper("UPDATE safety_audithead SET number = 7, digest = %s", last.digest)

    assert breaks() == [8]


def test_everything_removed_is_found(ten_entries):
    tamper("DELETE FROM safety_auditentry")
    tamper("DELETE FROM safety_audithead")

    assert breaks() == [1]


def test_an_entry_added_by_hand_is_found(ten_entries):
    last = AuditEntry.objects.get(number=10)
    tamper(
        "INSERT INTO safety_auditentry (number, at, act, role, subject, reason, details, digest)"
        " VALUES (11, %s, 'people.role_given', '', '', '', '{}', %s)", last.at, "a" * 64,
    )  # fmt: skip

    assert 11 in breaks()


def test_the_command_says_so_and_names_the_place(ten_entries, capsys):
    call_command("audit", "verify")
    assert "10 entries" in capsys.readouterr().out

    tamper("UPDATE safety_auditentry SET subject = 'x' WHERE number = 4")
    with pytest.raises(CommandError, match="tampered"):
        call_command("audit", "verify")
    assert "Entry 4:" in capsys.readouterr().err


def test_an_act_undone_leaves_no_entry_and_no_note(transactional_db):
    before = len(read_heads())
    with transaction.atomic():
        record("people.topics_changed", by=None, now=timezone.now())
        transaction.set_rollback(True)

    assert not AuditEntry.objects.exists() and len(read_heads()) == before


def test_no_entry_can_be_changed_through_the_code(olu):
    entry = record("people.topics_changed", by=olu, now=timezone.now())

    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(NeverChanged):
            change()
    with pytest.raises(NeverChanged):
        AuditEntry.objects.update(act="x")


def test_a_misspelt_act_is_an_error(olu):
    with pytest.raises(UnknownAct):
        record("people.rolegiven", by=olu, now=timezone.now())


def test_what_staff_do_goes_on_the_record_and_what_members_do_does_not(reply, ben, mo, olu):
    set_role(ben, role="clinician", by=olu)
    publish_agreement(body="Be kind.", by=olu)
    remove_post(reply, by=mo, now=timezone.now())

    acts = list(AuditEntry.objects.order_by("number").values_list("act", "actor_id"))
    assert acts == [
        ("people.role_given", olu.pk), ("people.agreement_published", olu.pk), ("forum.post_removed", mo.pk),
    ]  # fmt: skip


def test_taking_back_ones_own_post_is_nobodys_business(reply, ben):
    remove_post(reply, by=ben, now=timezone.now())

    assert not AuditEntry.objects.exists()


def test_the_record_does_not_tell_who_wrote_an_anonymous_post(reply, mo, olu, ben, browser_of):
    remove_post(reply, by=mo, now=timezone.now())

    page = browser_of(olu).get("/operator/audit/").content.decode()

    assert f"forum.post:{reply.pk}" in page and "took a post away" in page
    assert ben.name not in page


def test_nor_does_its_copy_and_that_copy_is_on_the_record(reply, mo, ben, capsys):
    remove_post(reply, by=mo, now=timezone.now())

    call_command("audit", "export")

    told = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["act"] for row in rows] == ["forum.post_removed", "safety.audit_exported"]
    assert rows[0]["by"] == "Mo" and ben.name not in told and str(ben.pk) not in rows[0]["about"]


def test_a_name_in_the_copy_is_no_formula(olu, ben, capsys):
    type(ben).objects.filter(pk=ben.pk).update(name="=1+1")
    set_role(ben, role="clinician", by=olu)

    call_command("audit", "export")

    assert "'=1+1" in capsys.readouterr().out


def test_reading_the_record_is_on_the_record_once_in_a_while(olu, browser_of):
    browser = browser_of(olu)
    browser.get("/operator/audit/")
    browser.get("/operator/audit/")

    assert list(AuditEntry.objects.values_list("act", flat=True)) == ["safety.audit_read"]


def test_a_member_learns_that_a_moderator_read_what_a_post_said_before(grief, asha, mo, browser_of):
    from forum.actions import edit_post

    now = timezone.now()
    thread = start_thread(grief, author=asha, title="Some title", body="Some words", wants="listen", now=now)
    post = thread.posts.get()
    edit_post(post, by=asha, body="Changed", title="Some title", version=1, now=now)

    browser_of(asha).get(f"/posts/{post.pk}/history/")
    assert "Nobody looked" in browser_of(asha).get("/account/looks/").content.decode()

    browser_of(mo).get(f"/posts/{post.pk}/history/")
    page = browser_of(asha).get("/account/looks/").content.decode()
    assert "Moderator" in page and "before you changed it" in page and f">{mo.name}<" not in page


def test_looks_at_others_are_not_shown(grief, asha, chen, mo, browser_of):
    record("forum.history_read", by=mo, about_id=asha.pk, now=timezone.now())

    assert "Nobody looked" in browser_of(chen).get("/account/looks/").content.decode()
