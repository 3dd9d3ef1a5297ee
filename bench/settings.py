"""The settings of an installation, plus the bare view that pages are compared with. Only the bench names these."""

import os

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
if os.environ.get("BENCH_BARE") == "1":
    # allauth does not start without its own.
    MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
