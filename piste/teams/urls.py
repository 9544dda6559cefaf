from django.urls import path

from piste.teams.views import choices, members, teams

app_name = "teams"

urlpatterns = [
    path("teams/choices/", choices.team_choices, name="team_choices"),
    path("configuration/teams/", teams.teams, name="teams"),
    path("configuration/teams/new/", teams.new_team, name="new_team"),
    path("configuration/teams/<int:pk>/", teams.team, name="team"),
    path("configuration/teams/<int:pk>/edit/", teams.edit_team, name="edit_team"),
    path("configuration/teams/<int:pk>/targets/", teams.targets, name="targets"),
    path("configuration/teams/<int:pk>/move/", teams.move_team, name="move_team"),
    path("configuration/teams/<int:pk>/default/", teams.make_default, name="make_default"),
    path("configuration/teams/<int:pk>/archive/", teams.archive_team, name="archive_team"),
    path("configuration/teams/<int:pk>/unarchive/", teams.unarchive_team, name="unarchive_team"),
    path("configuration/teams/<int:pk>/trash/", teams.trash_team, name="trash_team"),
    path("configuration/teams/<int:pk>/members/", members.add_member, name="add_member"),
    path("configuration/teams/<int:pk>/invite/", members.invite_member, name="invite_member"),
    path("configuration/members/<int:pk>/", members.edit_member, name="edit_member"),
    path("configuration/members/<int:pk>/remove/", members.remove_member, name="remove_member"),
]
