import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def say_the_keepers_did(apps, schema_editor):
    """Until now only whoever keeps a group could name it."""
    apps.get_model("chat", "Conversation").objects.filter(kind="group").update(named_by=F("keeper"))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_recovery_address"),
        ("chat", "0010_other_names_in_rooms"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="named_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.RunPython(say_the_keepers_did, migrations.RunPython.noop),
    ]
