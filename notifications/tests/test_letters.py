"""What leaves the product: to whom, when, how often, and how little it says."""

from datetime import time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.keys import Key
from notifications import actions, outside
from notifications.models import Letter, LetterState, Notice, NoticeChoice, NoticeSettings, PushDevice
from people import actions as people
from people.queries import list_devices

ORIGIN = "https://quiet.example/"
LATER = timedelta(hours=2)


@pytest.fixture
def listening(asha, bell):
    """Asha, who wants to hear of bells by e-mail and has an address."""
    people.give_address(asha, address="asha@example.org", origin=ORIGIN)
    people.prove_address(asha.account, address="asha@example.org", now=timezone.now())
    choose(asha, by_mail=True)
    return asha


def choose(member, *, here=True, by_mail=False, by_push=False, kind="test.bell", **settings):
    actions.choose(member, kinds={kind: (here, by_mail, by_push)}, settings={"origin": ORIGIN, **settings})


def send(*, after=LATER):
    """Do what the background does once everything is due; return the letters."""
    Letter.objects.filter(state=LetterState.WAITING).update(due_at=timezone.now() - timedelta(seconds=1))
    actions.send_letters()
    return list(Letter.objects.order_by("pk"))


@pytest.fixture
def ring_now(bell):
    def ring(subject, member, by=None, kind="test.bell"):
        actions.notify(
            kind, subject_id=subject, member_ids=[member.pk], actor_id=by and by.pk, now=timezone.now()
        )

    return ring


def test_in_the_beginning_nothing_leaves(asha, ring_now, mailboxes):
    ring_now(1, asha)

    assert send() == []


def test_an_e_mail_says_nothing_but_that_there_is_a_note(listening, ring_now, mailboxes):
    ring_now(7, listening)
    send()

    (letter,) = mailboxes.letters
    assert letter.envelope_to == ["asha@example.org"]
    assert letter["Subject"] == "Notes"
    assert letter["From"].addresses[0].display_name == "Notes"
    words = letter.get_content()
    assert words.split()[:5] == "You have a new note.".split()
    assert "https://quiet.example/notices/" in words
    for telling in ("Asha", "Bell", "Hearthside", "7"):
        assert telling not in words.replace(letter_token(words), "")


def letter_token(words):
    return words.partition("/notes/stop/")[2].partition("/")[0]


def test_however_much_happens_one_letter_waits_and_one_comes(listening, ring_now, mailboxes):
    for subject in range(5):
        ring_now(subject, listening)

    assert [letter.state for letter in send()] == ["sent"]
    assert len(mailboxes.letters) == 1
    assert [letter.state for letter in send()] == ["sent"]


def test_the_count_comes_only_to_whoever_asked_for_it(listening, ring_now, mailboxes):
    choose(listening, by_mail=True, shows_count=True)
    ring_now(1, listening)
    ring_now(2, listening)
    send()

    assert "You have 2 new notes." in mailboxes.letters[0].get_content()


def test_nothing_comes_about_what_was_read_withdrawn_or_is_by_somebody_blocked(
    listening, ben, ring_now, mailboxes, bell
):
    ring_now(1, listening)
    actions.mark_all_read(listening, until=timezone.now(), now=timezone.now())
    assert [letter.state for letter in send()] == ["needless"]

    ring_now(2, listening)
    bell.add(2)
    send()

    assert {letter.state for letter in Letter.objects.all()} == {"needless"}
    assert mailboxes.letters == []


def test_an_unproved_address_gets_nothing(asha, ring_now, mailboxes, bell):
    people.give_address(asha, address="asha@example.org", origin=ORIGIN)
    choose(asha, by_mail=True)
    ring_now(1, asha)

    assert [letter.state for letter in send()] == ["needless"]
    assert mailboxes.letters == []


def test_a_kind_can_be_heard_of_outside_only(listening, ring_now, mailboxes, browser_of):
    choose(listening, here=False, by_mail=True)
    ring_now(1, listening)
    send()

    assert len(mailboxes.letters) == 1
    assert "Bell 1" not in browser_of(listening).get("/notices/").content.decode()


def test_quiet_hours_are_kept_and_what_is_urgent_breaks_them(listening, ring_now, mailboxes):
    soon = timezone.now() + timedelta(hours=20)
    choose(listening, by_mail=True, quiet_from=timezone.now().time(), quiet_until=soon.time())
    ring_now(1, listening)
    assert Letter.objects.get().due_at > timezone.now() + timedelta(hours=19)

    choose(listening, by_mail=True, kind="test.alarm", quiet_from=time(0), quiet_until=time(23, 59))
    ring_now(2, listening, kind="test.alarm")

    assert Letter.objects.get().due_at <= timezone.now()


def test_a_mail_server_that_is_busy_is_asked_again_later_and_given_up_at_last(listening, ring_now, mailboxes):
    mailboxes.answer = "451 not now"
    ring_now(1, listening)
    (letter,) = send()
    assert (letter.state, letter.attempts) == ("waiting", 1)
    assert letter.due_at > timezone.now()

    for _ in range(5):
        send()

    assert Letter.objects.get().state == LetterState.GIVEN_UP
    mailboxes.answer = "250 OK"
    assert actions.try_given_up(now=timezone.now()) == 1
    send()
    assert len(mailboxes.letters) == 1


@pytest.mark.parametrize("is_given_up", [False, True])
def test_what_a_failed_letter_stood_for_is_in_the_one_that_waits(
    is_given_up, listening, ring_now, mailboxes, monkeypatch
):
    ring_now(1, listening)
    failed = Letter.objects.get()

    def meanwhile(letter, *, count):
        ring_now(2, listening)
        raise outside.Unreachable("busy")

    if is_given_up:
        Letter.objects.filter(pk=failed.pk).update(state=LetterState.GIVEN_UP, done_at=timezone.now())
        ring_now(2, listening)
        actions.try_given_up(now=timezone.now())
    else:
        monkeypatch.setattr(outside, "send", meanwhile)
        send()
    settled, waiting = Letter.objects.order_by("pk")

    assert (settled.state, waiting.state) == (LetterState.NEEDLESS, LetterState.WAITING)
    assert waiting.since == failed.since


def test_a_mailbox_that_refuses_gets_no_more_until_its_owner_says_so(listening, ring_now, mailboxes):
    mailboxes.refusal = "550 nobody here"
    ring_now(1, listening)
    assert [letter.state for letter in send()] == ["given_up"]
    mailboxes.refusal = ""
    ring_now(2, listening)
    send()
    assert mailboxes.letters == []

    actions.mail_works_again(listening)
    ring_now(3, listening)
    send()

    assert len(mailboxes.letters) == 1


def test_a_letter_that_comes_back_is_taken_in(
    listening, ring_now, mailboxes, monkeypatch, settings, tmp_path
):
    settings.MAIL_HAS_RETURN_PATHS = True
    ring_now(1, listening)
    send()
    came_from = mailboxes.letters[0].envelope_from
    report = tmp_path / "report"
    report.write_text(
        f"To: {came_from}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.org\n\n"
        "Final-Recipient: rfc822; asha@example.org\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    )

    for marks in (came_from, "notes+" + "0" * 32 + "@quiet.example"):
        report.write_text(report.read_text().replace(came_from, marks))
        with report.open() as file:
            monkeypatch.setattr("sys.stdin", file)
            if marks == came_from:
                call_command("bounce")
            else:
                with pytest.raises(CommandError):
                    call_command("bounce")

    assert NoticeSettings.objects.get(member=listening).mail_failed_at is not None


def test_the_press_in_a_letter_ends_all_e_mail_without_signing_in_also_after_a_change_of_keys(
    listening, ring_now, mailboxes, client, monkeypatch
):
    ring_now(1, listening)
    send()
    letter = mailboxes.letters[0]
    stop = letter["List-Unsubscribe"].strip("<> ").removeprefix(ORIGIN.rstrip("/"))
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    new = Key.new()
    monkeypatch.setattr("core.sealing.read_keys", lambda: [new])
    client.get(stop)
    assert NoticeChoice.objects.filter(by_mail=True).exists()
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert not NoticeChoice.objects.filter(by_mail=True).exists()
    assert client.post(stop[:-9] + "AAAAAAAA/").status_code == 404


def test_a_worker_that_is_killed_while_it_sends_leaves_one_letter(
    listening, ring_now, mailboxes, monkeypatch
):
    """Before the handing over: it is sent by the next. After it: the second copy carries the same name."""
    ring_now(1, listening)
    real = outside.send

    def killed_before(letter, *, count):
        raise SystemExit

    def killed_after(letter, *, count):
        real(letter, count=count)
        raise SystemExit

    for killed in (killed_before, killed_after):
        monkeypatch.setattr(outside, "send", killed)
        with pytest.raises(SystemExit):
            send()
        assert send()[0].state == LetterState.SENDING  # nobody else takes it meanwhile
        actions.rescue_letters(now=timezone.now() + timedelta(minutes=11))
    monkeypatch.setattr(outside, "send", real)
    send()

    assert len({letter["Message-ID"] for letter in mailboxes.letters}) == 1
    assert Letter.objects.get().state == LetterState.SENT


def test_two_processes_do_not_send_the_same_letter(listening, ring_now, mailboxes):
    ring_now(1, listening)
    letter = Letter.objects.get()
    now = letter.due_at + timedelta(seconds=1)

    assert actions.send_letter(letter.pk, now=now)
    assert not actions.send_letter(letter.pk, now=now)
    assert len(mailboxes.letters) == 1


@pytest.fixture
def allowed(asha, browser_of, phone, bell):
    """Asha, whose telephone may show bells."""
    choose(asha, by_push=True)
    browser = browser_of(asha)
    assert browser.post("/account/notices/devices/", phone.says_of_itself()).status_code == 204
    return browser


def test_a_push_message_opens_in_that_browser_only_and_says_nothing(asha, allowed, phone, ring_now):
    ring_now(7, asha)
    send()

    ((headers, note),) = phone.received
    assert note == {"title": "Notes", "body": "You have a new note.", "url": "/notices/"}
    assert headers["authorization"].startswith("vapid t=")
    assert int(headers["ttl"]) > 0


def test_a_device_its_service_does_not_know_any_more_is_forgotten(asha, allowed, phone, ring_now):
    phone.status = 410
    ring_now(1, asha)
    send()

    assert PushDevice.objects.count() == 0


def test_a_busy_push_service_is_asked_again(asha, allowed, phone, ring_now):
    phone.status = 503
    ring_now(1, asha)
    assert [letter.state for letter in send()] == ["waiting"]
    phone.status = 201
    send()

    assert len(phone.received) == 1


def test_signing_out_ends_it_there(asha, allowed, phone, ring_now):
    allowed.post("/sign-out/")
    ring_now(1, asha)

    assert send() == []
    assert list_devices(asha, today=timezone.now().date()) == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://169.254.169.254/latest", "http://127.0.0.1:6379/", "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com@10.0.0.1/x", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x",
    ],
)  # fmt: skip
def test_only_push_services_known_by_name_are_ever_asked(endpoint, asha, browser_of, bell):
    keys = {"public_key": "A" * 87, "auth": "A" * 22}

    answer = browser_of(asha).post("/account/notices/devices/", {"endpoint": endpoint, **keys})

    assert answer.status_code == 422
    assert PushDevice.objects.count() == 0


def test_a_push_service_that_leads_elsewhere_is_not_followed(asha, allowed, phone, ring_now):
    phone.status = 307
    ring_now(1, asha)
    send()

    assert phone.received == []


def test_one_can_try_whether_notes_arrive(listening, mailboxes, browser_of):
    browser_of(listening).post("/account/notices/try/")
    send()

    assert len(mailboxes.letters) == 1


def test_old_letters_and_nothing_else_are_deleted(listening, ring_now, mailboxes):
    ring_now(1, listening)
    send()

    actions.delete_old_letters(now=timezone.now() + timedelta(days=6))
    assert Letter.objects.count() == 1
    actions.delete_old_letters(now=timezone.now() + timedelta(days=8))

    assert (Letter.objects.count(), Notice.objects.count()) == (0, 1)
