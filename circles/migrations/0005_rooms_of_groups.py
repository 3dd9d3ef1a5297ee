"""Every group has a room from its beginning; those opened before get theirs, where nobody had come to it yet."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def make_rooms(apps: Any, schema_editor: Any) -> None:
    conversations, rooms = apps.get_model("chat", "Conversation"), apps.get_model("chat", "Room")
    for group in apps.get_model("circles", "Group").objects.filter(closed_at__isnull=True):
        place = f"group:{group.pk}"
        if not rooms.objects.filter(place=place).exists():
            begun = conversations.objects.create(kind="room", started_at=timezone.now())
            rooms.objects.create(conversation=begun, place=place, name=group.name, lifetime="month")


class Migration(migrations.Migration):
    dependencies = [("circles", "0004_meetings"), ("chat", "0010_other_names_in_rooms")]

    operations = [migrations.RunPython(make_rooms, migrations.RunPython.noop)]
