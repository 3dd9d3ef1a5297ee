"""Drafts are sealed: nobody but their writer is to read them, so a copy of the database does not say them either."""

from django.db import migrations

import core.sealing
from core.sealing import seal, unseal


def seal_all(apps, editor):
    """Seal what was kept in plain words."""
    _rewrite(editor, seal)


def unseal_all(apps, editor):
    """Write the words plainly again."""
    _rewrite(editor, unseal)


def _rewrite(editor, change):
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, title, body FROM forum_draft")
        for pk, *words in cursor.fetchall():
            changed = [change(text) if text else text for text in words]
            cursor.execute("UPDATE forum_draft SET title = %s, body = %s WHERE id = %s", [*changed, pk])


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_links_out")]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="title",
            field=core.sealing.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="draft",
            name="body",
            field=core.sealing.EncryptedTextField(blank=True, default=""),
        ),
        migrations.RunPython(seal_all, unseal_all),
    ]
