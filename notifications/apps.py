from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from core.places import register_places
        from core.privacy import narrow
        from notifications import own_kinds, places, queries

        register_places(places.list_places, position=5)
        register_places(places.operator_group, position=96)
        narrow("notifications.Notice", queries.only_readable)
        own_kinds.register_kinds()
