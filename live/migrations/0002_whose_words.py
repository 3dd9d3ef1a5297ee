from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outboxevent", name="author_id", field=models.BigIntegerField(null=True)
        ),
    ]
