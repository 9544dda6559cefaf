from importlib import import_module

from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "piste.finding"
    label = "finding"

    def ready(self) -> None:
        import_module("piste.finding.listeners")
