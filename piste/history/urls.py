from django.urls import path

from piste.history import long_views, views

app_name = "history"
urlpatterns = [
    path("undo/", views.undo_last, name="undo_last"),
    path("undo/<int:pk>/", views.undo, name="undo"),
    path("undo/<int:pk>/conflicts/", views.conflicts, name="conflicts"),
    path("long-acts/<int:pk>/", long_views.long_act, name="long_act"),
    path("long-acts/<int:pk>/stop/", long_views.stop, name="long_stop"),
    path("long-acts/<int:pk>/left/", long_views.left, name="long_left"),
    path("my-acts/", views.acts, name="acts"),
]
