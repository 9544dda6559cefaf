from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "piste.api"
    label = "api"
