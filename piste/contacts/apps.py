from importlib import import_module

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "piste.contacts"
    label = "contacts"

    def ready(self) -> None:
        import_module("piste.contacts.slots")
