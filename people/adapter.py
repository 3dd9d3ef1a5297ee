"""How allauth's sign-in behaves here: by name, in our words, without e-mail and without messages of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.daily_marks import daily_mark
from people.models import Account
from people.names import name_key


class AccountAdapter(DefaultAccountAdapter):
    """Counts failures by name key, whether or not the name exists, and never tells a closed account from none."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "There were several tries with this name. To keep people safe, please wait five minutes and try again."
        ),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        account: Account | None = super().authenticate(request, **credentials)
        return account if account and account.is_active else None

    def get_login_stages(self) -> list[str]:
        return ["people.signing_in.SecondStepStage"]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page one lands on says it."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return daily_mark(name_key(credentials.get("username", "")))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what stands for the client's address today: enough to count by, nothing to find anybody by."""
        return daily_mark(ratelimit.truncate_ip(super().get_client_ip(request)))
