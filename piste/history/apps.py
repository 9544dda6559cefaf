from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "piste.history"
    label = "history"
