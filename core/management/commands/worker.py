"""bin/hearthside worker: background jobs without pages, for installations of several processes."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from core import jobs
from core.in_use import mark_in_use


class Command(BaseCommand):
    help = "Do background jobs only. A small installation needs none: serve does them too."
    group = "Running"

    def handle(self, *args: Any, **options: Any) -> None:
        mark_in_use()
        worker = jobs.Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
