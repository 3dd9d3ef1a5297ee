"""bin/hearthside bounce < message"""

import re
import sys
from email import message_from_binary_file, policy
from email.message import Message
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notifications.actions import note_bounce

MARK = re.compile(r"\+([0-9a-f]{32})@")
RECEIVERS = ("Delivered-To", "X-Original-To", "To")


class Command(BaseCommand):
    help = "Take in a letter that came back (on standard input), so that its mailbox gets no more."
    group = "People"

    def handle(self, *args: Any, **options: Any) -> None:
        message = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
        if not is_final(message):
            self.stdout.write(
                "It says that it will be tried again, or nothing of why it came back: left alone."
            )
            return
        marks = (MARK.search(str(value)) for name in RECEIVERS for value in message.get_all(name, []))
        if not any(mark and note_bounce(mark[1], now=timezone.now()) for mark in marks):
            raise CommandError("This is no letter of ours, or it is too long ago.")
        self.stdout.write("Noted. Nothing more goes to that mailbox until its owner says that it works.")


def is_final(message: Message) -> bool:
    """Tell whether a delivery report (RFC 3464) says that a letter failed for good."""
    statuses = [
        str(part.get("Status", ""))
        for report in message.walk()
        if report.get_content_type() == "message/delivery-status"
        for part in report.iter_parts()  # type: ignore[attr-defined]
    ]
    return any(status.startswith("5.") for status in statuses)
