"""What a member hears of, chosen by program: the same rules as on the page."""

from typing import Any

from api.tests.program import problem_of
from notifications.models import NoticeChoice, NoticeSettings, PushDevice
from people.models import Device

WANTED = {"rhythm": "daily", "quiet_hours": {"begin": "22:00", "end": "07:30"}, "shows_count": True}
MESSAGES = {"kind": "chat.message", "here": True, "by_mail": True, "by_push": False}


def test_choices_are_read_and_made_as_on_the_page(asha: Any, program: Any) -> None:
    one = program(asha)
    before = one.read("/me/notices")
    assert not any(each["by_mail"] or each["by_push"] for each in before["choices"])

    after = one.do("PUT", "/me/notices", {**WANTED, "choices": [MESSAGES]})

    assert {name: after[name] for name in WANTED} == WANTED
    assert [each["kinds"] for each in after["choices"] if each["by_mail"]] == [["chat.message", "chat.call"]]
    assert NoticeChoice.objects.get(member=asha, kind="chat.message").by_mail
    assert NoticeSettings.objects.get(member=asha).origin == "http://testserver/"
    strange = one.ask("PUT", "/me/notices", {**WANTED, "choices": [{**MESSAGES, "kind": "no.such"}]})
    assert problem_of(strange) == "not-valid"


def test_a_browser_that_is_signed_in_may_show_notes_and_a_token_has_no_screen(
    asha: Any, program: Any, browser_of: Any
) -> None:
    said = {"endpoint": "https://fcm.googleapis.com/x", "public_key": "k" * 87, "auth": "a" * 22}
    browser = browser_of(asha)
    Device.objects.get_or_create(account=asha.account, session_key=browser.session.session_key)

    assert problem_of(program(asha).ask("POST", "/me/push-devices", said)) == "not-allowed"
    answer = browser.post("/api/v1/me/push-devices", said, content_type="application/json")
    strange = {**said, "endpoint": "https://elsewhere.example/x"}
    refused = browser.post("/api/v1/me/push-devices", strange, content_type="application/json")

    (item,) = answer.json()["items"]
    assert refused.status_code == 422 and PushDevice.objects.count() == 1
    program(asha).do("DELETE", f"/me/push-devices/{item['id']}")
    assert not PushDevice.objects.exists()
