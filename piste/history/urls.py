from django.urls import path

from piste.history import views

app_name = "history"
urlpatterns = [
    path("undo/", views.undo_last, name="undo_last"),
    path("undo/<int:pk>/", views.undo, name="undo"),
    path("my-acts/", views.acts, name="acts"),
]
