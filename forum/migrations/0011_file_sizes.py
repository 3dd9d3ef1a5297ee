from django.core.files.storage import default_storage
from django.db import migrations, models


def note_sizes(apps, schema_editor):
    """Note how large the files are that are there already."""
    files = apps.get_model("forum", "Picture").objects
    for row in files.only("pk").iterator():
        name = f"pictures/{row.pk}.webp"
        if default_storage.exists(name):
            files.filter(pk=row.pk).update(size=default_storage.size(name))


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0010_group_spaces"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="size",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(note_sizes, migrations.RunPython.noop),
    ]
