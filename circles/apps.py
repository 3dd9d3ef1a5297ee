from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "circles"

    def ready(self) -> None:
        from circles import calling, events, moderation, notifications, places, receivers, voices
        from core.places import register_places
        from forum import voices as forum_voices
        from live import topics

        topics.register("support_group", events.may_listen_to_group)
        register_places(places.list_places, position=7)
        forum_voices.register(voices.find_voice, voices.names_in)
        calling.install()
        moderation.install()
        notifications.install()
        receivers.install()
