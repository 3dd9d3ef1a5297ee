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
            room_rows,
        )
        from core.places import register_places
        from core.privacy import narrow
        from people import own_files

        register_places(places.list_places, position=6)
        narrow("chat.Conversation", queries.without_names_of_others)
        own_files.register("chat.Attachment", queries.places_of_attachments)
        calling.install()
        moderation.install()
        moderation_in_rooms.install()
        room_rows.install()
        notifications.install()
        profile.install()
        receivers.install()
