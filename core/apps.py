"""Compiles the catalogues of translated sentences when they changed: a clean clone has only their sources."""

import logging

from django.apps import AppConfig
from django.conf import settings

logger = logging.getLogger("hearthside.languages")


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import third_party  # noqa: F401

        compile_what_changed()


def compile_what_changed() -> None:
    """Compile every catalogue that differs from what was compiled last; two looks at the clock when none does."""
    for folder in settings.LOCALE_PATHS:
        for source in folder.glob("*/LC_MESSAGES/django.po"):
            compiled = source.with_suffix(".mo")
            if compiled.exists() and compiled.stat().st_mtime_ns == source.stat().st_mtime_ns:
                continue
            from core.catalogues import compile_catalogue  # what it needs is not loaded for nothing

            try:
                compile_catalogue(source)
            except OSError as problem:
                logger.error("%s could not be compiled: %s", source, problem.strerror)
