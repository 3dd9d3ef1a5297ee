"""Where notes are sent from."""

import pytest

from config.mail import mail_settings


def test_without_an_address_there_is_no_mail():
    assert mail_settings({}) == {}


def test_an_address_becomes_settings_that_encrypt():
    found = mail_settings({"HEARTHSIDE_MAIL": "smtp://ann%40x:p%3Aw@mail.example?from=notes@quiet.example"})

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("ann@x", "p:w")
    assert found["EMAIL_USE_TLS"] and not found["EMAIL_USE_SSL"]
    assert found["DEFAULT_FROM_EMAIL"] == "notes@quiet.example"


def test_smtps_is_encrypted_from_the_start():
    found = mail_settings({"HEARTHSIDE_MAIL": "smtps://mail.example?from=notes@quiet.example"})

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (465, False, True)


@pytest.mark.parametrize(
    "wrong", ["http://mail.example?from=a@b", "smtp://mail.example", "smtp://?from=a@b", "mail"]
)
def test_what_cannot_be_used_is_refused_with_a_sentence(wrong):
    with pytest.raises(SystemExit, match="HEARTHSIDE_MAIL looks like"):
        mail_settings({"HEARTHSIDE_MAIL": wrong})
