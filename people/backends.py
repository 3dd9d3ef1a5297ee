"""Sign in by the name one is known by, however it was typed."""

from allauth.account.auth_backends import AuthenticationBackend

from people.models import Account
from people.names import name_key


class NameBackend(AuthenticationBackend):
    """Finds the account by the key of the typed name.

    The class above hashes the passphrase once when no account was found, so that neither answer nor delay
    tells whether a name exists.
    """

    def _authenticate_by_username(self, username: str, password: str) -> Account | None:
        account = Account.objects.filter(name_key=name_key(username)).first()
        found: Account | None = self._check_password(account, password)
        return found
