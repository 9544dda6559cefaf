from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "piste.accounts"
    label = "accounts"

    def ready(self) -> None:
        import_module("piste.accounts.slots")
