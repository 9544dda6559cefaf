from importlib import import_module

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "piste.teams"
    label = "teams"

    def ready(self) -> None:
        import_module("piste.teams.slots")
