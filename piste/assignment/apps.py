from importlib import import_module

from django.apps import AppConfig


class AssignmentConfig(AppConfig):
    name = "piste.assignment"
    label = "assignment"

    def ready(self) -> None:
        for part in ("listeners", "slots"):
            import_module(f"piste.assignment.{part}")
