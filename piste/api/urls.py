from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from piste.api import views
from piste.api.problems import not_found
from piste.api.root import api


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    return not_found()


doors = [
    path("settings/api-keys/", views.keys, name="list"),
    path("configuration/users/<int:pk>/keys/", views.service_keys, name="of_service"),
    path("settings/api-keys/<int:pk>/end/", views.end, name="end"),
    path("api/v1/docs", views.docs, name="docs"),
]

urlpatterns = [
    path("", include((doors, "keys"))),
    path("api/v1/", api.urls),
    re_path("^api/", nothing),
]
