"""What a load balancer asks. It stands before everything else, for all else needs the database."""

from pkgutil import iter_modules

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse


class HealthMiddleware:
    """`/health`: the process answers. `/ready`: the database answers too, and has every table."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        match request.path_info:
            case "/health":
                return JsonResponse({"status": "ok"})
            case "/ready":
                return ready()
        return self.get_response(request)


def ready() -> JsonResponse:
    try:
        waiting = pending()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "reason": "database"}, status=503)
    if waiting:
        return JsonResponse({"status": "unavailable", "reason": "migrations"}, status=503)
    return JsonResponse({"status": "ok"})


def known() -> set[tuple[str, str]]:
    """App and name of every migration of this program, by file name: importing them all costs a second."""
    return {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in iter_modules([f"{app.path}/migrations"])
        if not module.name.startswith("_")
    }


def is_own(label: str) -> bool:
    return label in apps.app_configs and apps.get_app_config(label).name.startswith("piste.")


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def pending() -> set[tuple[str, str]]:
    """The migrations that this program has and the database has not."""
    return known() - applied()
