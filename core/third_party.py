"""Whose the rows are that packages of others store: sessions, ways to sign in, background work."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import (
    OWN,
    OWNER,
    SECRET,
    UPKEEP,
    WITH_ACCOUNT,
    Group,
    Privacy,
    classify,
    for_period,
    upkeep,
)


def _sessions_of(account: Any) -> Q:
    devices = apps.get_model("people", "Device")._base_manager.filter(account=account.pk)
    return Q(session_key__in=list(devices.values_list("session_key", flat=True)))


classify(
    "sessions.Session",
    Privacy(
        what=_("That a browser of yours is signed in"),
        why=_("so that you need not sign in on every page"),
        group=Group.SIGN_IN,
        of=_sessions_of,
        kept=for_period("sign_ins"),
        fields={"session_key session_data": SECRET, "expire_date": UPKEEP},
    ),
)
classify(
    "mfa.Authenticator",
    Privacy(
        what=_("Your passkeys, codes from an app, and recovery codes"),
        why=_("so that your passphrase alone lets nobody in"),
        group=Group.SIGN_IN,
        of="user",
        kept=WITH_ACCOUNT,
        fields={"user": OWNER, "type created_at last_used_at": OWN, "data": SECRET},
    ),
)
classify(
    "account.EmailAddress",
    Privacy(
        what=_("Your e-mail address, if you gave one"),
        why=_("so that you can come back in when you lost your passphrase"),
        group=Group.SIGN_IN,
        of="user",
        kept=WITH_ACCOUNT,
        fields={"user": OWNER, "email verified primary": OWN},
    ),
)
classify(
    "account.EmailConfirmation",
    Privacy(
        what=_("That a message to your e-mail address waits to be answered"),
        why=_("so that nobody can use an address that is not theirs"),
        group=Group.SIGN_IN,
        of="email_address__user",
        kept=WITH_ACCOUNT,
        fields={"email_address": OWNER, "created sent": OWN, "key": SECRET},
    ),
)
classify(
    "django_tasks_database.DBTaskResult",
    upkeep(
        "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name "
        "backend_name run_after return_value exception_class_path traceback",
        kept=for_period("finished_jobs"),
    ),
)
classify("auth.Permission", upkeep("name content_type codename"))
classify("auth.Group", upkeep("name"))
classify("auth.Group_permissions", upkeep("group permission"))
classify("contenttypes.ContentType", upkeep("app_label model"))
