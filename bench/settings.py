"""The settings of an installation, plus the bare view that pages are compared with. Only the bench names these."""

import os

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

ROOT_URLCONF = "bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.journeys.tables"]  # places for calls
if os.environ.get("BENCH_BARE") == "1":
    # allauth does not start without its own.
    MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
