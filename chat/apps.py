from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from chat import (
            calling,
            moderation,
            moderation_in_rooms,
            notifications,
            places,
            profile,
            queries,
            receivers,
        )
        from core.places import register_places
        from live import topics

        register_places(places.list_places, position=6)
        calling.install()
        moderation.install()
        moderation_in_rooms.install()
        topics.register("room", queries.may_listen)
        notifications.install()
        profile.install()
        receivers.install()
