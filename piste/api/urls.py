from django.urls import path

from piste.api.root import api

urlpatterns = [path("api/v1/", api.urls)]
