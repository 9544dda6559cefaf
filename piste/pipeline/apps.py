from importlib import import_module

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "piste.pipeline"
    label = "pipeline"

    def ready(self) -> None:
        import_module("piste.pipeline.listeners")
