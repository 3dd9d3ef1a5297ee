"""How allauth keeps second steps here: every secret sealed, and named so that a glance at a telephone says little."""

from collections.abc import Iterator
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from core.queries import get_community
from core.rotation import SealedElsewhere, also_seals
from core.sealing import seal, unseal
from people.models import Account


class SealedSecrets(DefaultMFAAdapter):
    """Seals the keys of apps and the seeds of recovery codes, and sends nobody a message of allauth's own."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return get_community().neutral_name

    def _get_site_name(self) -> str:
        return get_community().neutral_name

    def _get_user_identifier(self, user: Any) -> str:
        """Return the member's name; the account knows it only by its key."""
        return Account.objects.select_related("member").get(pk=user.pk).member.name

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        name = self._get_user_identifier(user)
        return {"id": user_pk_to_url_str(user).encode(), "name": name, "display_name": name}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: what changed is on the account page, and most people gave no address."""


# ---- Changing the key (core.rotation): what is sealed here lies inside JSON, under these names.

_SEALED = ("secret", "seed")
_AT_ONCE = 200


def _old(prefix: str) -> list[int]:
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", "data")
    return [number for number, data in rows.iterator() if _is_old(data, prefix)]


def _is_old(data: dict[str, Any], prefix: str) -> bool:
    return any(name in data and not data[name].startswith(prefix) for name in _SEALED)


def _seal_anew(prefix: str) -> Iterator[int]:
    numbers = _old(prefix)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        with transaction.atomic():
            for one in Authenticator.objects.select_for_update().filter(pk__in=some):
                one.data |= {name: seal(unseal(one.data[name])) for name in _SEALED if name in one.data}
                one.save(update_fields=["data"])
        yield len(some)


def install() -> None:
    """Have the change of keys look after second steps too."""
    also_seals(SealedElsewhere(count_old=lambda prefix: len(_old(prefix)), seal_anew=_seal_anew))
