from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "calls"

    def ready(self) -> None:
        from calls import places, receivers
        from core.places import register_places

        register_places(places.list_places, position=90)
        receivers.install()
