from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "piste.imports"
    label = "imports"
