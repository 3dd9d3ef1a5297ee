"""Draw posts with links again, so that their links go through the page that says where they lead."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.text import render_markdown


def draw_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Post = apps.get_model("forum", "Post")
    for post in Post.objects.filter(html__contains='href="http').only("body").iterator(500):
        Post.objects.filter(pk=post.pk).update(html=render_markdown(post.body))


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_search")]
    operations = [migrations.RunPython(draw_again, migrations.RunPython.noop, elidable=True)]
