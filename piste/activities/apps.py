from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "piste.activities"
    label = "activities"
