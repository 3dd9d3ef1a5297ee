from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "safety"

    def ready(self) -> None:
        from core.places import register_places
        from core.privacy import narrow
        from live import topics
        from people import role_rules
        from safety import events, notifications, own_subjects, places, profile, queries, receivers, tasks  # noqa: F401

        register_places(places.desk_group, position=7)
        register_places(places.operator_group, position=96)
        topics.register("desk", events.may_listen_to_desk)
        narrow("safety.Buddy", queries.only_visible_buddies)
        role_rules.register(queries.needs_self_check)
        notifications.install()
        own_subjects.install()
        profile.install()
