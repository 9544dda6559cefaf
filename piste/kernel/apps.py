from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "piste.kernel"
    label = "kernel"

    def ready(self) -> None:
        from piste.kernel.criteria import plain  # noqa: F401 (registers its lookup)
        from piste.kernel.search_indexes import keep_indexes

        post_migrate.connect(keep_indexes, sender=self)
