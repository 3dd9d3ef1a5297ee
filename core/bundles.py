"""Several scripts as one file: fewer requests on a bad line, and still no build to run.

settings.STATIC_BUNDLES names each bundle and the static files it is made of, in order. The files stay as they
are; the bundle is put together when static files are collected, or when one is asked for.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage


class BundleStorage(Storage):
    """Reads a bundle by reading its parts."""

    prefix = ""

    def _open(self, name: str, mode: str = "rb") -> File:
        parts = [Path(self.source(part)).read_bytes() for part in settings.STATIC_BUNDLES[name]]
        return File(BytesIO(b"\n;\n".join(parts)), name=name)

    def source(self, part: str) -> str:
        """Return where one part lies; it must be a static file of an installed app."""
        found = finders.find(part)
        if not isinstance(found, str):
            raise FileNotFoundError(part)
        return found

    def get_modified_time(self, name: str) -> Any:
        """Return when the newest part changed."""
        files = FileSystemStorage(location="/")
        return max(files.get_modified_time(self.source(part)) for part in settings.STATIC_BUNDLES[name])

    def path(self, name: str) -> str:
        """Return where the part lies that changed last."""
        files = FileSystemStorage(location="/")
        return max(map(self.source, settings.STATIC_BUNDLES[name]), key=files.get_modified_time)

    def exists(self, name: str) -> bool:
        """Tell whether there is such a bundle."""
        return name in settings.STATIC_BUNDLES


class BundleFinder(finders.BaseFinder):
    """Lets collectstatic find the bundles."""

    def check(self, **options: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        """A bundle lies nowhere by itself."""
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, BundleStorage]]:
        """Name every bundle with the storage that reads it."""
        storage = BundleStorage()
        for name in settings.STATIC_BUNDLES:
            yield name, storage
