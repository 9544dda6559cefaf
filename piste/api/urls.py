from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from piste.api.problems import not_found
from piste.api.root import api


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    return not_found()


urlpatterns = [
    path("api/v1/", api.urls),
    re_path("^api/", nothing),
]
