from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "piste.api"
    label = "api"

    def ready(self) -> None:
        import_module("piste.api.slots")
