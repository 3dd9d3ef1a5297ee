from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "tests.journeys.tables"
    label = "tables"

    def ready(self) -> None:
        from calls import venues
        from tests.journeys.tables.seats import find

        venues.register("table", find=find)
