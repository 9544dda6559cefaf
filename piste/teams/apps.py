from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "piste.teams"
    label = "teams"
