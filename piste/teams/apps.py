from importlib import import_module

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "piste.teams"
    label = "teams"

    def ready(self) -> None:
        for part in ("fields", "slots"):
            import_module(f"piste.teams.{part}")
