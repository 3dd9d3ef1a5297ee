from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import defaults, mfa, places, receivers, streams, tasks  # noqa: F401

        mfa.install()
        post_migrate.connect(defaults.create_missing, sender=self)
