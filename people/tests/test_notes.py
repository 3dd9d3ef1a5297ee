"""The e-mail address to come back in by: who sees it, what a note says, and what asking for one gives away."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.queries import get_community
from people import actions, notes, queries
from people.actions.addresses import send_address_note, send_recovery_note
from people.models import Account
from people.tests.test_recovery import fastest_of
from people.tests.test_second_steps import SECRET, sure
from tests.pages import words_of

NEW = "another long passphrase"
ORIGIN = "https://quiet.example"


@pytest.fixture(autouse=True)
def post_office(settings):
    settings.MAIL_IS_SET = True
    settings.DEFAULT_FROM_EMAIL = "notes@quiet.example"


@pytest.fixture
def asha_with_address(asha, db):
    actions.give_address(asha, address="Asha@Example.org ", origin=ORIGIN)
    assert actions.prove_address(asha.account, address="asha@example.org", now=timezone.now())
    return asha


def run_jobs():
    """Do what the background would: every job that waits, once."""
    from django.utils.module_loading import import_string

    for job in DBTaskResult.objects.order_by("enqueued_at"):
        path, args, _ = job.args_kwargs["args"]
        import_string(path)(*args)
    DBTaskResult.objects.all().delete()


def link_in(message):
    return re.search(r"https?://[^/]+(/note/\S+)", message.body)[1]


def asks(client, name, address):
    return client.post("/recover/note/", {"name": name, "address": address})


def test_an_address_counts_once_its_link_was_answered(asha, browser_of):
    browser = sure(browser_of(asha))

    browser.post("/account/security/address/", {"address": "asha@example.org"})
    run_jobs()
    link = link_in(mail.outbox[0])
    looked = browser.get(link)
    before = queries.get_address(asha).verified_at
    answered = browser.post(link)

    assert looked.status_code == 200
    assert before is None, "a program that opens links in letters must not answer for anybody"
    assert answered.headers["Location"] == "/account/"
    assert queries.get_address(asha).verified_at is not None
    assert "asha@example.org" in browser.get("/account/security/").content.decode()


def test_a_note_gives_nothing_away(asha_with_address, stranger):
    mail.outbox.clear()
    DBTaskResult.objects.all().delete()
    asks(stranger, "asha", "asha@example.org")
    run_jobs()

    (note,) = mail.outbox
    said = f"{note.subject}\n{note.body}\n{note.from_email}"
    assert note.subject == "Notes"
    assert note.from_email == "Notes <notes@quiet.example>"
    assert note.to == ["asha@example.org"]
    for word in (
        "Hearthside",
        get_community().name,
        "Asha",
        "peer",
        "support",
        "recover",
        "passphrase",
        "health",
    ):
        assert word.lower() not in said.lower(), word


def test_it_is_in_the_language_of_its_reader(asha_with_address):
    actions.set_language(asha_with_address, language="es")
    account = Account.objects.get(pk=asha_with_address.account_id)

    notes.send_note(account, "a@example.org", purpose=notes.COME_BACK, origin=ORIGIN, now=timezone.now())

    assert "30 minutes" not in mail.outbox[-1].body
    assert "30 minutos" in mail.outbox[-1].body


def test_the_link_brings_a_new_passphrase_once_and_ends_every_session(
    asha_with_address, browser_of, stranger, client
):
    elsewhere = browser_of(asha_with_address)
    asks(stranger, "Asha", " ASHA@example.org")
    run_jobs()
    link = link_in(mail.outbox[-1])

    opened = stranger.get(link)
    weak = stranger.post(link, {"new_passphrase": "short"})
    back = stranger.post(link, {"new_passphrase": NEW})
    again = client.post(link, {"new_passphrase": "a third passphrase"})

    assert opened.status_code == 200 and weak.status_code == 422
    assert back.headers["Location"] == "/account/"
    assert stranger.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert again.status_code == 404
    assert Account.objects.get(pk=asha_with_address.account_id).check_password(NEW)


def test_the_second_step_is_still_asked_for(asha_with_address, stranger):
    actions.add_app(asha_with_address, secret=SECRET)
    asks(stranger, "Asha", "asha@example.org")
    run_jobs()

    back = stranger.post(link_in(mail.outbox[-1]), {"new_passphrase": NEW})

    assert back.headers["Location"] == "/sign-in/second-step/"


def test_a_link_holds_for_half_an_hour(asha_with_address):
    now = timezone.now()
    token = notes.make_token(asha_with_address.account, purpose=notes.COME_BACK, about="a", now=now)

    assert notes.read_token(token, now=now + timedelta(minutes=29)) is not None
    assert notes.read_token(token, now=now + timedelta(minutes=31)) is None
    assert notes.read_token(token[:-4] + "AAAA", now=now) is None


def test_a_link_for_one_thing_is_no_good_for_another(asha, client):
    actions.give_address(asha, address="asha@example.org", origin=ORIGIN)
    token = notes.make_token(
        asha.account, purpose=notes.ADDRESS, about="asha@example.org", now=timezone.now()
    )

    client.post(f"/note/{token}/", {"new_passphrase": NEW})

    assert not Account.objects.get(pk=asha.account_id).check_password(NEW)


@pytest.mark.parametrize(
    ("name", "address"),
    [("Asha", "other@example.org"), ("Nobody Here", "asha@example.org"), ("Ben", "asha@example.org")],
)
def test_whoever_guesses_reads_the_same_and_nothing_is_sent(
    asha_with_address, ben, stranger, client, name, address
):
    run_jobs()
    mail.outbox.clear()

    right = asks(stranger, "Asha", "asha@example.org")
    wrong = asks(client, name, address)
    run_jobs()

    assert right.status_code == wrong.status_code == 200
    assert words_of(right) == words_of(wrong)
    assert len(mail.outbox) == 1


def test_an_address_that_was_never_answered_opens_nothing(asha, stranger):
    actions.give_address(asha, address="asha@example.org", origin=ORIGIN)
    DBTaskResult.objects.all().delete()

    asks(stranger, "Asha", "asha@example.org")
    run_jobs()

    assert mail.outbox == []


def test_asking_looks_nothing_up(asha_with_address, stranger, django_assert_num_queries, client):
    def queries_of(ask):
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as asked:
            ask()
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked]

    stranger.get("/recover/note/"), client.get("/recover/note/")
    right = queries_of(lambda: asks(stranger, "Asha", "asha@example.org"))
    wrong = queries_of(lambda: asks(client, "Nobody Here", "asha@example.org"))

    assert len(right) == len(wrong)
    assert not any("people_account" in sql or "recoveryaddress" in sql for sql in right)


def test_it_takes_as_long_for_every_name(asha_with_address):
    def asks_as(name):
        return lambda: actions.ask_for_note(name=name, address="asha@example.org", origin=ORIGIN)

    real, none = fastest_of(asks_as("Asha"), asks_as("Nobody"))

    assert abs(real - none) < 0.35 * max(real, none), (real, none)


def test_asking_often_is_refused_for_every_name(asha_with_address, stranger):
    for name in ("Asha", "Nobody Here"):
        for _ in range(3):
            assert asks(stranger, name, "asha@example.org").status_code == 200
        assert asks(stranger, name, "asha@example.org").status_code == 422


def test_the_address_is_sealed_and_so_is_what_waits(asha_with_address, stranger):
    asks(stranger, "Asha", "asha@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM people_recoveryaddress")
        assert cursor.fetchone()[0].startswith("s1.")
    for job in DBTaskResult.objects.all():
        assert "asha" not in str(job.args_kwargs).lower()


def test_nobody_else_sees_the_address(asha_with_address, olu, ben, browser_of):
    for member, path in (
        (olu, f"/operator/members/{asha_with_address.pk}/"),
        (ben, "/members/Asha/"),
        (olu, "/members/Asha/"),
    ):
        assert "example.org" not in browser_of(member).get(path).content.decode()


def test_it_can_be_taken_back(asha_with_address, browser_of, stranger):
    sure(browser_of(asha_with_address)).post("/account/security/address/remove/")

    asks(stranger, "Asha", "asha@example.org")
    run_jobs()

    assert queries.get_address(asha_with_address) is None
    assert [message for message in mail.outbox if "/note/" in message.body] == []


def test_where_no_mail_is_set_nothing_is_asked_for(settings, asha, browser_of, stranger):
    settings.MAIL_IS_SET = False
    browser = sure(browser_of(asha))

    assert "E-mail" not in browser.get("/account/security/").content.decode()
    assert "cannot send e-mail" in browser.get("/account/security/address/").content.decode()
    browser.post("/account/security/address/", {"address": "asha@example.org"})
    assert queries.get_address(asha) is None
    assert "/recover/note/" not in stranger.get("/recover/").content.decode()
    asks(stranger, "Asha", "asha@example.org")
    assert not DBTaskResult.objects.exists()


def test_jobs_bear_being_run_twice_and_too_late(asha_with_address):
    send_address_note(asha_with_address.account_id, ORIGIN)
    send_address_note(987_654, ORIGIN)
    send_recovery_note("s1.gone.AAAA")
