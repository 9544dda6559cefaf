from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "piste.contacts"
    label = "contacts"
