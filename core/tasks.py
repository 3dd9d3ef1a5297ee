"""Regular work for the whole installation."""

from django.conf import settings
from django.utils import timezone

from core import backups
from core.jobs import every


@every(hours=24)
def back_up() -> None:
    """Make a backup and delete old ones, where the operator named a folder for them."""
    if settings.BACKUPS_DIR:
        now = timezone.now()
        backups.make_backup(settings.BACKUPS_DIR, now=now)
        backups.delete_old_backups(settings.BACKUPS_DIR, now=now, kept_for=settings.RETENTION["backups"])
