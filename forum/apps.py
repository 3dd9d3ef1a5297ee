from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self) -> None:
        from core.places import register_places
        from forum import (
            events,
            moderation,
            notifications,
            permissions,
            places,
            profile,
            queries,
            receivers,
            templating,
        )
        from live import topics
        from people import own_files, staff

        topics.register("thread", events.may_listen_to_thread)
        topics.register("space", events.may_listen_to_space)
        register_places(places.spaces_group, position=10)
        register_places(places.own_group, position=8)
        register_places(places.operator_group, position=95)
        own_files.register("forum.Picture", queries.places_of_pictures)
        staff.register(permissions.moderates_a_space)
        moderation.install()
        notifications.install()
        profile.install()
        receivers.install()
        templating.install()
