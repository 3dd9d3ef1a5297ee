"""Tests that ask so much that they ask on one database only."""

import pytest
from django.conf import settings

once_is_enough = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="asking everybody for everything takes a while, so it is done once, on SQLite",
)
