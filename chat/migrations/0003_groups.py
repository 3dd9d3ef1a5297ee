import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import core.sealing


def remember_when(apps, schema_editor):
    """What a conversation knew of its last message is known by each seat from now on."""
    seats, conversations = apps.get_model("chat", "Seat"), apps.get_model("chat", "Conversation")
    last = conversations.objects.filter(pk=OuterRef("conversation")).values("last_message_at")
    seats.objects.update(active_at=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_recovery_address"),
        ("chat", "0002_both_show"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="request", name="one_open_request_to_somebody"),
        migrations.AddField(
            model_name="conversation",
            name="keeper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="kind",
            field=models.CharField(
                choices=[("two", "Between two"), ("group", "A group")], default="two", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="name",
            field=core.sealing.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="request",
            name="into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="chat.conversation",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="active_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="seat",
            name="begins_after",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(remember_when, migrations.RunPython.noop),
        migrations.RemoveField(model_name="conversation", name="last_message_at"),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["member", "-active_at"], name="seat_by_last_active"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("answer", "accepted"), _negated=True), ("into__isnull", True)),
                fields=("sender", "recipient"),
                name="one_open_request_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("answer", "accepted"), _negated=True), ("into__isnull", False)),
                fields=("sender", "recipient", "into"),
                name="one_open_invitation_into_a_group",
            ),
        ),
    ]
