"""Whether a server runs on this folder: a lock that the system itself lets go of, also after kill -9."""

import fcntl
import os

from django.conf import settings


def mark_in_use() -> None:
    """Hold the folder for as long as this process lives; several processes may."""
    fcntl.flock(_lock_file(), fcntl.LOCK_SH)


def is_in_use() -> bool:
    """Tell whether any process holds the folder."""
    descriptor = _lock_file()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock_file() -> int:
    return os.open(settings.HOME_DIR / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
