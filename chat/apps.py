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
            receivers,
            room_rows,
        )
        from core.places import register_places

        register_places(places.list_places, position=6)
        calling.install()
        moderation.install()
        moderation_in_rooms.install()
        room_rows.install()
        notifications.install()
        profile.install()
        receivers.install()
