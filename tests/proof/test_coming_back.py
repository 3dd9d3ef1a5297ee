"""Coming back without the passphrase, by a code or by a note, tells nobody which names and addresses there are."""

from itertools import count
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.proof.answers import Answer, all_alike, study
from tests.proof.community import Community

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_forgotten")]
NOBODY = "Nobodyhere"
ADDRESS = "ashamail@canary.example"
ONCE_MORE_THAN_ALLOWED = 6
_elsewhere = count(1)


def names_in(community: Community) -> list[str]:
    """Return a name nobody has, one with codes and an address, one with neither, and a closed account's."""
    return [NOBODY, *(community.people[who].name for who in ("asha", "vera", "gone"))]


def _ask(where: str, name: str, **given: str) -> Answer:
    """Ask from elsewhere each time: whoever asks too much from one place has to wait, whatever they ask for."""
    client = Client(REMOTE_ADDR=f"2001:db8:{next(_elsewhere):x}::2")
    return study(lambda: client.post(where, {"name": name, **given}), name)


def come_back(name: str) -> Answer:
    return _ask("/recover/", name, code="0000-0000-0000", new_passphrase="another long passphrase")


def ask_for_a_note(name: str) -> Answer:
    return _ask("/recover/note/", name, address=ADDRESS)


def told(community: Community, ask: Any) -> str:
    """Ask as everybody, until they have to wait and after; return what tells the names apart."""
    for _ in range(ONCE_MORE_THAN_ALLOWED):
        ask("Somebody else")  # what is done once only
    rounds = [[ask(name) for name in names_in(community)] for _ in range(ONCE_MORE_THAN_ALLOWED)]
    return "; ".join(filter(None, map(all_alike, rounds)))


@pytest.fixture
def post_office(settings: Any) -> None:
    settings.MAIL_IS_SET = True


def test_a_code_tells_no_name_from_another(community: Community) -> None:
    assert not told(community, come_back)


def test_asking_for_a_note_tells_no_name_from_another(community: Community, post_office: None) -> None:
    assert not told(community, ask_for_a_note)
    assert not mail.outbox


def test_a_code_that_is_not_compared_for_nobody_is_seen(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    from people.actions import recovery

    use = recovery.use_recovery_code
    monkeypatch.setattr(
        recovery, "use_recovery_code", lambda account, **given: bool(account) and use(account, **given)
    )

    assert "steps" in told(community, come_back)


def test_a_note_that_is_sent_while_somebody_waits_is_seen(
    community: Community, post_office: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from people.actions import addresses

    monkeypatch.setattr(addresses, "enqueue", lambda job, *given: job(*given))

    assert "steps" in told(community, ask_for_a_note)


def test_a_page_that_knows_who_gave_an_address_is_seen(
    community: Community, post_office: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from people.forms.second_steps import NoteForm
    from people.models import RecoveryAddress
    from people.names import name_key

    def eager(self: Any) -> Any:
        if not RecoveryAddress.objects.filter(account__name_key=name_key(self.data["name"])).exists():
            self.add_error("name", "There is no address for this name.")
        return self.cleaned_data

    monkeypatch.setattr(NoteForm, "clean", eager)

    assert "says" in told(community, ask_for_a_note)
