from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "piste.ui"
    label = "ui"
