from django.db import migrations, models


def forget_what_nobody_chose(apps, schema_editor):
    """Until now there was English alone, so nobody chose it: let each browser say what it asks for."""
    apps.get_model("people", "Account").objects.filter(language="en").update(language="")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.RunPython(forget_what_nobody_chose, migrations.RunPython.noop),
    ]
