from django.core.files.storage import default_storage
from django.db import migrations, models


def note_sizes(apps, schema_editor):
    """Note how large the files are that are there already."""
    files = apps.get_model("chat", "Attachment").objects
    for row in files.only("pk", "kind").iterator():
        name = f"conversations/{row.pk}.{'webp' if row.kind == 'picture' else 'webm'}"
        if default_storage.exists(name):
            files.filter(pk=row.pk).update(size=default_storage.size(name))


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0008_room_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="size",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="excerptfile",
            name="size",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(note_sizes, migrations.RunPython.noop),
    ]
