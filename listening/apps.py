from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "listening"

    def ready(self) -> None:
        from chat import conversation_parts, meetings
        from core.places import register_places
        from listening import acquaintance, notifications, parts, places, receivers

        register_places(places.list_places, position=7)
        conversation_parts.register(parts.draw_part)
        meetings.register(acquaintance.AT_WORK)
        notifications.install()
        receivers.install()
