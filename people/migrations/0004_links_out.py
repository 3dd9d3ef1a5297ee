"""Draw agreements with links again, so that their links go through the page that says where they lead."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.text import render_markdown


def draw_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Agreement = apps.get_model("people", "Agreement")
    for agreement in Agreement.objects.filter(html__contains='href="http').only("body"):
        Agreement.objects.filter(pk=agreement.pk).update(html=render_markdown(agreement.body))


class Migration(migrations.Migration):
    dependencies = [("people", "0003_discreet")]
    operations = [migrations.RunPython(draw_again, migrations.RunPython.noop, elidable=True)]
