from importlib import import_module

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "piste.pipeline"
    label = "pipeline"

    def ready(self) -> None:
        for part in ("fields", "bulk", "table", "listeners", "palette", "places", "slots", "threads"):
            import_module(f"piste.pipeline.{part}")
