from importlib import import_module

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "piste.activities"
    label = "activities"

    def ready(self) -> None:
        import_module("piste.activities.listeners")
        import_module("piste.activities.slots")
