from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0004_shows_care"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="ends_for_good",
            field=models.BooleanField(default=False),
        ),
    ]
