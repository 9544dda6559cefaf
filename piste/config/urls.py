"""Every address of Piste: each room answers for its own."""

from django.conf import settings
from django.urls import include, path

from piste.finding.views.searching import search
from piste.history.views import live
from piste.pipeline.views.board import home

urlpatterns = [
    path("", home, name="home"),
    path("live", live, name="live"),
    path("search", search, name="search"),
    path("", include("piste.accounts.urls")),
    path("", include("piste.history.urls")),
    path("", include("piste.teams.urls")),
    path("", include("piste.finding.urls")),
    path("", include("piste.contacts.urls")),
    path("", include("piste.messages.urls")),
    path("", include("piste.activities.urls")),
    path("", include("piste.pipeline.urls")),
    path("", include("piste.assignment.urls")),
    path("", include("piste.api.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("kit/", include("piste.ui.urls")))

handler400 = "piste.ui.errors.bad_request"
handler403 = "piste.ui.errors.forbidden"
handler404 = "piste.ui.errors.not_found"
handler500 = "piste.api.problems.server_error"
