from importlib import import_module

from django.apps import AppConfig


class AssignmentConfig(AppConfig):
    name = "piste.assignment"
    label = "assignment"

    def ready(self) -> None:
        import_module("piste.assignment.slots")
