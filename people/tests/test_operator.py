"""Running the place: facts, agreement, topics, roles; and the commands that do it from the server."""

import re
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.queries import get_community
from live.models import OutboxEvent
from people import actions, queries
from people.models import Member, Role, Topic
from people.permissions import KNOWN, PERMISSIONS, allows


@pytest.fixture
def browser(olu, browser_of):
    return browser_of(olu)


def test_a_new_installation_has_topics_and_an_agreement(db):
    assert [topic.slug for topic in queries.list_topics()] == [
        "self-harm", "suicide", "abuse", "eating", "loss", "substances", "sexual-violence", "graphic",
    ]  # fmt: skip
    assert "listen first" in queries.current_agreement().html


def test_the_operator_describes_the_community(browser):
    form = {
        "name": "Lighthouse",
        "purpose": "A light.",
        "minimum_age": "16",
        "leave_url": "https://example.org/",
        "language": "es",
        "neutral_name": "Lists",
    }

    assert browser.post("/operator/community/", form).status_code == 302

    community = get_community()
    assert (community.name, community.minimum_age, community.anyone_may_join) == ("Lighthouse", 16, False)
    assert community.neutral_name == "Lists"


@pytest.mark.parametrize(
    ("field", "junk"),
    [
        ("leave_url", "javascript:alert(1)"),
        ("leave_url", "example.org"),
        ("leave_url", "https://exa\x00mple.org"),
        ("leave_url", "https://" + "x" * 1_000_000),
        ("minimum_age", "12"),
        ("minimum_age", "100"),
        ("minimum_age", "9" * 5000),
        ("name", ""),
        ("name", "x" * 1_000_000),
        ("purpose", "a" + "\u0301" * 100_000),
    ],
)
def test_facts_that_cannot_be_are_said_and_stay_in_the_form(field, junk, browser):
    form = {
        "name": "Lighthouse",
        "purpose": "",
        "minimum_age": "16",
        "leave_url": "https://example.org/",
        field: junk,
    }

    assert browser.post("/operator/community/", form).status_code == 422


def test_nobody_takes_the_communitys_name(browser, olu, stranger):
    actions.describe_community(
        by=olu,
        name="Lighthouse",
        purpose="",
        minimum_age=18,
        leave_url="https://example.org",
        anyone_may_join=True,
    )

    with pytest.raises(ValueError, match="name of this place"):
        actions.sign_up(name="Light House", passphrase="a long passphrase", now=timezone.now())


def test_a_new_agreement_is_published_from_its_page(browser, olu):
    browser.post("/operator/agreement/", {"body": "Be **kind**. <script>alert(1)</script>"})

    agreement = queries.current_agreement()
    assert "<strong>kind</strong>" in agreement.html
    assert "<script>" not in agreement.html
    assert not queries.get_viewer(olu.account_id).owes_agreement


def test_topics_are_added_renamed_and_moved(browser):
    browser.post("/operator/topics/", {"name": "Money worries"})
    topic = Topic.objects.get(slug="money-worries")

    browser.post(f"/operator/topics/{topic.pk}/", {"name": "Money"})
    browser.post(f"/operator/topics/{topic.pk}/", {"move": "up"})

    assert list(queries.topic_names())[-2:] == ["money-worries", "graphic"]
    assert queries.topic_names()["money-worries"] == "Money"


@pytest.mark.parametrize("name", ["", "loss", "Death and loss", "x" * 41, "\x00", "x" * 1_000_000])
def test_a_topic_that_cannot_be_added_is_said(name, browser):
    response = browser.post("/operator/topics/", {"name": name})

    assert response.status_code == (302 if name == "loss" else 422)


def test_topics_in_any_language_get_an_address(olu):
    first = actions.add_topic(name="दुःख", by=olu)
    second = actions.add_topic(name="悲しみ", by=olu)

    assert (first.slug, second.slug) == ("topic", "topic-2")


def test_an_operator_finds_a_member_and_gives_a_role(browser, ben, asha):
    page = browser.get("/operator/members/", {"name": "вen"}).content.decode()
    assert "Ben" in page and "Asha" not in page
    OutboxEvent.objects.all().delete()

    browser.post(f"/operator/members/{ben.pk}/", {"role": "clinician"})

    assert queries.get_viewer(ben.account_id).member.role == "clinician"
    assert OutboxEvent.objects.get().channels.split() == [f"member:{ben.pk}"]


@pytest.mark.parametrize("junk", ["", "emperor", "\x00", "x" * 100_000])
def test_there_are_no_other_roles(junk, browser, ben):
    assert browser.post(f"/operator/members/{ben.pk}/", {"role": junk}).status_code == 422


@pytest.mark.parametrize(
    "query", ["name=%ED%A0%80", "name=" + "x" * 5000, "after=junk", "role=junk&after=WzFd", "name=%25_"]
)
def test_a_strange_search_finds_nobody_or_somebody_and_never_breaks(query, browser):
    assert browser.get(f"/operator/members/?{query}").status_code in {200, 400}


def test_members_are_paged_to_a_real_end(browser):
    for number in range(25):
        actions.sign_up(name=f"Reader {number}", passphrase=None, now=timezone.now())

    first = browser.get("/operator/members/").content.decode()
    assert "Show more" in first
    second = browser.get(
        "/operator/members/" + re.search(r'href="[^"]*(\?after=[^"]+)"', first)[1]
    ).content.decode()
    assert "That is everybody." in second


def test_the_last_operator_stays(olu):
    with pytest.raises(ValidationError):
        actions.set_role(olu, role=Role.MEMBER, by=olu)


def test_only_operators_give_roles(mo, ben):
    with pytest.raises(PermissionDenied):
        actions.set_role(ben, role=Role.OPERATOR, by=mo)


def test_every_role_has_a_row_in_the_table():
    assert set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[Role.MEMBER] < PERMISSIONS[Role.MODERATOR] < PERMISSIONS[Role.OPERATOR]
    assert not any(allows(None, permission) for permission in KNOWN)


def test_a_misspelt_permission_is_an_error(asha):
    with pytest.raises(LookupError):
        allows(asha, "moderate_everything")


def test_commands_give_roles(ben):
    call_command("role", "ben", "moderator", stdout=StringIO())
    assert Member.objects.get(pk=ben.pk).role == "moderator"

    call_command("make_operator", "Ben", stdout=StringIO())
    assert Member.objects.get(pk=ben.pk).role == "operator"

    with pytest.raises(CommandError, match="only operator"):
        call_command("role", "Ben", "member")
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("role", "Nobody", "member")


def test_a_lost_passphrase_is_replaced_after_asking(asha, stranger, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("reset_passphrase", "Asha")

    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    printed = StringIO()
    call_command("reset_passphrase", "Asha", stdout=printed)

    passphrase = printed.getvalue().splitlines()[-1]
    assert stranger.post("/sign-in/", {"name": "Asha", "passphrase": passphrase}).status_code == 302
