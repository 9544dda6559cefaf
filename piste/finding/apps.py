from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "piste.finding"
    label = "finding"
