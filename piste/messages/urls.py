from django.urls import path

from piste.messages.views import composing, files, notices, timeline

app_name = "messages"
urlpatterns = [
    path("timeline/<str:noun>/<int:key>/", timeline.timeline, name="timeline"),
    path("timeline/<str:noun>/<int:key>/read/", timeline.read, name="read"),
    path("timeline/<str:noun>/<int:key>/note/", composing.note, name="note"),
    path("timeline/<str:noun>/<int:key>/call/", composing.call, name="call"),
    path("timeline/<str:noun>/<int:key>/people/", composing.mentionable, name="mentionable"),
    path("timeline/<str:noun>/<int:key>/follow/", timeline.follow, name="follow"),
    path("timeline/<str:noun>/<int:key>/unfollow/", timeline.unfollow, name="unfollow"),
    path("timeline/<str:noun>/<int:key>/followers/", timeline.followers, name="followers"),
    path("timeline/<str:noun>/<int:key>/followers/contacts/", timeline.add_contact, name="add_contact"),
    path(
        "timeline/<str:noun>/<int:key>/followers/contacts/<int:person>/remove/",
        timeline.remove_contact,
        name="remove_contact",
    ),
    path("notes/<int:pk>/edit/", composing.edit, name="edit_note"),
    path("notes/<int:pk>/delete/", composing.delete, name="delete_note"),
    path("notes/<int:pk>/pin/", composing.pin, name="pin"),
    path("notes/<int:pk>/unpin/", composing.unpin, name="unpin"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/delete/", files.delete, name="delete_attachment"),
    path("notices/", notices.notices, name="notices"),
    path("notices/menu/", notices.menu, name="notice_menu"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("settings/notices/", notices.choices, name="notice_choices"),
]
