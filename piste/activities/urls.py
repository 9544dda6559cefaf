from django.urls import path

from piste.activities.views import acting, calendar, cells, choices, figures, lists, of_records, parts, planning, types

app_name = "activities"
urlpatterns = [
    path("my-day/", lists.my_day, name="my_day"),
    path("activities/", lists.mine, name="mine"),
    path("activities/pivot/", figures.figures, {"view": "pivot"}, name="pivot"),
    path("activities/graph/", figures.figures, {"view": "graph"}, name="graph"),
    path("activities/calendar/", calendar.calendar, name="calendar"),
    path("activities/<int:pk>/day/", calendar.to_day, name="to_day"),
    path("companies/calendar/", of_records.calendar, {"noun": "company"}, name="company_calendar"),
    path("companies/matrix/", of_records.matrix, {"noun": "company"}, name="company_matrix"),
    path("people/calendar/", of_records.calendar, {"noun": "person"}, name="person_calendar"),
    path("people/matrix/", of_records.matrix, {"noun": "person"}, name="person_matrix"),
    path("activities/menu/", parts.menu, name="menu"),
    path("activities/new/", planning.new, name="new"),
    path("activities/plan/<str:noun>/", planning.plan_many, name="plan_many"),
    path("activities/plan/<str:noun>/<int:key>/", planning.plan, name="plan"),
    path("activities/fill/", planning.fill, name="fill"),
    path("activities/overlap/", planning.overlap, name="overlap"),
    path("activities/of/<str:noun>/<int:key>/", parts.panel, name="panel"),
    path("activities/popover/<str:noun>/<int:key>/", parts.popover, name="popover"),
    path("activities/<int:pk>/", parts.acts, name="acts"),
    path("activities/<int:pk>/edit/", planning.edit, name="edit"),
    path("activities/<int:pk>/cells/<slug:key>/", cells.edit_cell, name="edit_cell"),
    path("activities/<int:pk>/done/", acting.done, name="done"),
    path("activities/<int:pk>/cancel/", acting.cancel, name="cancel"),
    path("activities/<int:pk>/snooze/", acting.snooze, name="snooze"),
    path("activities/choices/assignees/", choices.assignees, name="assignee_choices"),
    path("activities/choices/records/", choices.records, name="record_choices"),
    path("configuration/activity-types/", types.types, name="types"),
    path("configuration/activity-types/new/", types.new_type, name="new_type"),
    path("configuration/activity-types/<int:pk>/", types.type, name="type"),
    path("configuration/activity-types/<int:pk>/archive/", types.archive, name="archive_type"),
    path("configuration/activity-types/<int:pk>/unarchive/", types.unarchive, name="unarchive_type"),
]
