"""Test set-up for the whole tree: a throw-away home folder, a clean cache, repeatable property tests.

It chooses the settings itself, after the folder, so that no test can ever write into a developer's var/.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import django
import pytest
from django.conf import settings
from django.core.cache import cache

if settings.configured:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their own settings and folder.")


WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def _redis_for_this_worker(url: str) -> str:
    """Give each parallel worker a database of its own (15, 14, ...), since every test ends by clearing it."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{15 - WORKER}"))


HOME = tempfile.mkdtemp(prefix="hearthside-tests-")
os.mkdir(os.path.join(HOME, "static"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["HEARTHSIDE_HOME"] = HOME
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = _redis_for_this_worker(os.environ["REDIS_URL"])
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
settings.SECRET_KEY += str(WORKER)  # what several processes tell one another is addressed by the key
del os.environ["DJANGO_SETTINGS_MODULE"]  # parallel workers must come through here themselves

from django.utils import translation  # noqa: E402
from hypothesis import settings as property_tests  # noqa: E402

from core.memory import forget_everything  # noqa: E402

property_tests.register_profile("repeatable", derandomize=True, deadline=None, database=None)
property_tests.load_profile("repeatable")

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """Leave nothing remembered (lock-outs, the community's name, a language) for the next test."""
    yield
    cache.clear()
    forget_everything()
    translation.deactivate()
