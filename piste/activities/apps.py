from importlib import import_module

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "piste.activities"
    label = "activities"

    def ready(self) -> None:
        for part in ("fields", "bulk", "filters", "listeners", "palette", "places", "slots"):
            import_module(f"piste.activities.{part}")
