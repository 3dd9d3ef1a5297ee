"""Coming back in without the passphrase."""

from datetime import datetime

from django.db import transaction

from people.actions.accounts import change_passphrase
from people.actions.second_steps import use_recovery_code
from people.models import Account, Member
from people.names import name_key


@transaction.atomic
def recover_with_code(*, name: str, code: str, passphrase: str, now: datetime) -> Account | None:
    """Set a new passphrase for whoever has this name and one of its recovery codes; None for anybody else.

    The code is used up and every session ends. It takes as long for a name that does not exist.
    """
    account = Account.objects.filter(name_key=name_key(name), is_active=True).first()
    if not use_recovery_code(account, code=code, now=now) or account is None:
        return None
    return change_passphrase(Member.objects.get(account=account), passphrase=passphrase)
