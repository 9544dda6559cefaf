from importlib import import_module

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "piste.messages"
    label = "messages"

    def ready(self) -> None:
        for part in ("fields", "listeners", "slots"):
            import_module(f"piste.messages.{part}")
