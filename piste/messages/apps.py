from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "piste.messages"
    label = "messages"
