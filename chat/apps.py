from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from chat import calling, moderation, notifications, places, profile, receivers
        from core.places import register_places

        register_places(places.list_places, position=6)
        calling.install()
        moderation.install()
        notifications.install()
        profile.install()
        receivers.install()
