from importlib import import_module

from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "piste.finding"
    label = "finding"

    def ready(self) -> None:
        for part in ("listeners", "narrowing", "background"):
            import_module(f"piste.finding.{part}")
