from importlib import import_module

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "piste.history"
    label = "history"

    def ready(self) -> None:
        for part in ("slots", "undo_long"):
            import_module(f"piste.history.{part}")
