from django.urls import path

from piste.ui import views

app_name = "kit"
urlpatterns = [
    path("", views.kit, name="page"),
    path("dialog", views.kit_dialog, name="dialog"),
    path("choices", views.kit_choices, name="choices"),
    path("field", views.kit_field, name="field"),
]
