from importlib import import_module

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "piste.contacts"
    label = "contacts"

    def ready(self) -> None:
        for part in ("fields", "bulk", "lists", "listeners", "places", "slots", "palette"):
            import_module(f"piste.contacts.{part}")
