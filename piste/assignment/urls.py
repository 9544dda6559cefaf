from django.urls import path

from piste.assignment.views import fairness, runs, settings, teams

app_name = "assignment"

urlpatterns = [
    path("fairness/", fairness.fairness, name="fairness"),
    path("fairness/records/", fairness.given, name="given"),
    path("configuration/assignment/", settings.settings, name="settings"),
    path("configuration/assignment/preview/", runs.preview, name="preview"),
    path("configuration/assignment/run/", runs.run_now, name="run_now"),
    path("configuration/assignment/runs/<int:pk>/", runs.run, name="run"),
    path("configuration/assignment/teams/<int:pk>/", teams.panel, name="team"),
    path("configuration/assignment/teams/<int:pk>/part/", teams.take_part, name="take_part"),
    path("configuration/assignment/teams/<int:pk>/filter/", teams.team_filter, name="team_filter"),
    path("configuration/assignment/members/<int:pk>/filters/", teams.member_filters, name="member_filters"),
]
