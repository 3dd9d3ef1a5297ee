from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0005_rooms"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="ends_for_good",
            field=models.BooleanField(default=False),
        ),
    ]
