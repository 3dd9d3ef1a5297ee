"""Every address of people, asked as everybody."""

import pytest

from people import urls
from people.models import Device, Topic

# For each address: the answer to a GET by a stranger, a member, a blocked member, a moderator and an operator.
# 302 for strangers is the way to the sign-in page; 405 means that it is only ever sent to.
TABLE = {
    "join": (200, 302, 302, 302, 302),
    "join_name": (200, 200, 200, 200, 200),
    "sign_in": (200, 302, 302, 302, 302),
    "sign_out": (302, 200, 200, 200, 200),
    "second_step": (302, 302, 302, 302, 302),
    "passkey_sign_in": (405, 405, 405, 405, 405),
    "passkey_options": (200, 200, 200, 200, 200),
    "recover": (200, 302, 302, 302, 302),
    "recover_by_note": (200, 200, 200, 200, 200),
    "note": (404, 404, 404, 404, 404),
    "leave": (303, 303, 303, 303, 303),
    "agreement": (200, 200, 200, 200, 200),
    "kept_words": (302, 302, 302, 302, 302),
    "kept_words_let_go": (405, 405, 405, 405, 405),
    "account": (302, 200, 200, 200, 200),
    "language_choose": (200, 200, 200, 200, 200),
    "appearance_change": (405, 405, 405, 405, 405),
    "discreet_change": (405, 405, 405, 405, 405),
    "preferences_change": (405, 405, 405, 405, 405),
    "topics_change": (405, 405, 405, 405, 405),
    "name_change": (302, 200, 200, 200, 200),
    "passphrase_change": (302, 200, 200, 200, 200),
    "confirm": (302, 200, 200, 200, 200),
    "security": (302, 302, 302, 302, 302),
    "app_add": (302, 302, 302, 302, 302),
    "passkey_add": (302, 302, 302, 302, 302),
    "passkey_add_options": (302, 302, 302, 302, 302),
    "address": (302, 302, 302, 302, 302),
    "address_remove": (405, 405, 405, 405, 405),
    "second_step_remove": (405, 405, 405, 405, 405),
    "recovery_codes": (302, 302, 302, 302, 302),
    "recovery_codes_make": (405, 405, 405, 405, 405),
    "recovery_codes_file": (302, 302, 302, 302, 302),
    "files": (302, 200, 200, 200, 200),
    "export": (302, 302, 302, 302, 302),
    "export_fetch": (405, 405, 405, 405, 405),
    "close": (302, 302, 302, 302, 302),
    "closing": (302, 302, 302, 302, 302),
    "receipt": (404, 404, 404, 404, 404),
    "device_sign_out": (405, 405, 405, 405, 405),
    "sign_out_everywhere": (405, 405, 405, 405, 405),
    "distance_undo": (405, 405, 405, 405, 405),
    "token_list": (302, 302, 302, 302, 302),
    "token_revoke": (405, 405, 405, 405, 405),
    "profile_edit": (302, 200, 200, 200, 200),
    "avatar_draw": (405, 405, 405, 405, 405),
    "member_detail": (302, 200, 404, 200, 200),
    "member_block": (302, 200, 404, 200, 200),
    "member_mute": (405, 405, 405, 405, 405),
    "operator_community": (302, 403, 403, 403, 200),
    "operator_agreement": (302, 403, 403, 403, 200),
    "operator_topics": (302, 403, 403, 403, 200),
    "operator_topic": (405, 405, 405, 405, 405),
    "operator_members": (302, 403, 403, 403, 200),
    "operator_member": (302, 403, 403, 403, 200),
}
# The same for an empty POST where that changes something. 403 for strangers is the form that keeps their words.
SENDING = {
    "appearance_change": (403, 422, 422, 422, 422),
    "discreet_change": (403, 302, 302, 302, 302),
    "preferences_change": (403, 302, 302, 302, 302),
    "topics_change": (403, 302, 302, 302, 302),
    "name_change": (403, 422, 422, 422, 422),
    "passphrase_change": (403, 422, 422, 422, 422),
    "confirm": (403, 422, 422, 422, 422),
    "app_add": (403, 302, 302, 302, 302),
    "passkey_sign_in": (422, 422, 422, 422, 422),
    "passkey_add": (403, 302, 302, 302, 302),
    "address": (403, 302, 302, 302, 302),
    "address_remove": (403, 302, 302, 302, 302),
    "second_step_remove": (403, 302, 302, 302, 302),
    "recovery_codes": (403, 302, 302, 302, 302),
    "recovery_codes_make": (403, 302, 302, 302, 302),
    "export": (403, 302, 302, 302, 302),
    "export_fetch": (403, 302, 302, 302, 302),
    "close": (403, 302, 302, 302, 302),
    "device_sign_out": (403, 302, 302, 302, 302),
    "sign_out_everywhere": (403, 302, 302, 302, 302),
    "distance_undo": (403, 404, 404, 404, 404),
    "token_list": (403, 302, 302, 302, 302),
    "token_revoke": (403, 302, 302, 302, 302),
    "profile_edit": (403, 422, 422, 422, 422),
    "avatar_draw": (403, 302, 302, 302, 302),
    "member_block": (403, 302, 404, 302, 302),
    "member_mute": (403, 302, 404, 302, 302),
    "operator_community": (403, 403, 403, 403, 422),
    "operator_agreement": (403, 403, 403, 403, 422),
    "operator_topics": (403, 403, 403, 403, 422),
    "operator_topic": (403, 403, 403, 403, 422),
    "operator_member": (403, 403, 403, 403, 422),
}


@pytest.fixture
def browsers(stranger, ben, dana, mo, olu, browser_of, dana_is_blocked):
    return [stranger, *(browser_of(member) for member in (ben, dana, mo, olu))]


@pytest.fixture
def address(asha, ben, browser_of):
    from django.urls import reverse

    browser_of(ben)
    ids = {
        "name": asha.name,
        "member_id": asha.pk,
        "topic_id": Topic.objects.first().pk,
        "device_id": Device.objects.first().pk,
        "reference": "not-a-receipt",
        "token_id": 1,
        "number": 1,
        "token": "not-a-token",
    }

    def of(name):
        converters = next(pattern for pattern in urls.urlpatterns if pattern.name == name).pattern.converters
        return reverse(name, kwargs={word: ids[word] for word in converters})

    return of


@pytest.mark.parametrize("name", TABLE)
def test_who_may_open(name, browsers, address):
    assert tuple(browser.get(address(name)).status_code for browser in browsers) == TABLE[name]


@pytest.mark.parametrize("name", SENDING)
def test_who_may_send(name, browsers, address):
    assert tuple(browser.post(address(name)).status_code for browser in browsers) == SENDING[name]


def test_no_address_was_forgotten():
    assert {pattern.name for pattern in urls.urlpatterns} == set(TABLE)
    assert {pattern.name for pattern in urls.urlpatterns if TABLE[pattern.name][1] == 405} <= {
        *SENDING,
        "kept_words_let_go",
    }
