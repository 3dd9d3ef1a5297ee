from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from core.places import register_places
        from home import meetings, rooms
        from home.places import operator_group

        register_places(operator_group, position=97)
        meetings.install()
        rooms.install()
