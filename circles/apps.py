from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "circles"

    def ready(self) -> None:
        from circles import (
            acquaintance,
            calling,
            events,
            meeting_part,
            moderation,
            moderation_of_worries,
            notifications,
            places,
            receivers,
            rooms,
            voices,
        )
        from core.places import register_places
        from forum import voices as forum_voices
        from live import topics

        topics.register("support_group", events.may_listen_to_group)
        topics.register("circle", events.may_listen_to_circle)
        register_places(places.list_places, position=7)
        forum_voices.register(voices.find_voice, voices.names_in)
        acquaintance.install()
        calling.install()
        meeting_part.install()
        moderation.install()
        notifications.install()
        receivers.install()
        rooms.install()
        moderation_of_worries.install()
