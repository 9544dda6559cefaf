from django.urls import path

from piste.finding.views import building, columns, exporting, many, palette, saved

app_name = "finding"
urlpatterns = [
    path("palette/", palette.palette, name="palette"),
    path("find/<slug:noun>/builder/", building.build, name="build"),
    path("find/<slug:noun>/conditions/", building.conditions, name="conditions"),
    path("find/<slug:noun>/choices/", building.choices, name="choices"),
    path("find/<slug:noun>/columns/", columns.columns, name="columns"),
    path("find/<slug:noun>/widths/", columns.widths, name="widths"),
    path("find/<slug:noun>/export/", exporting.export, name="export"),
    path("find/<slug:noun>/export/selected/", exporting.export, {"selected": True}, name="export_selected"),
    path("find/<slug:noun>/many/<slug:act>/", many.many, name="many"),
    path("find/<slug:noun>/views/", saved.new, name="new_view"),
    path("views/<int:pk>/", saved.view, name="view"),
    path("views/<int:pk>/edit/", saved.edit, name="edit_view"),
    path("views/<int:pk>/save/", saved.keep, name="keep_view"),
    path("views/<int:pk>/delete/", saved.delete, name="delete_view"),
    path("views/<int:pk>/opens/", saved.opens, name="open_view"),
    path("views/<int:pk>/opens-for-all/", saved.opens_for_all, name="open_view_for_all"),
    path("views/<int:pk>/take-over/", saved.take_over, name="take_over_view"),
    path("start/<slug:noun>/", saved.start, name="start"),
]
