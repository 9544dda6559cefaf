from django.urls import path

from piste.finding.views import building, columns

app_name = "finding"
urlpatterns = [
    path("find/<slug:noun>/builder/", building.build, name="build"),
    path("find/<slug:noun>/conditions/", building.conditions, name="conditions"),
    path("find/<slug:noun>/choices/", building.choices, name="choices"),
    path("find/<slug:noun>/columns/", columns.columns, name="columns"),
    path("find/<slug:noun>/widths/", columns.widths, name="widths"),
]
