"""Doors that only these tests have: one that refuses, one that breaks, one of each answer."""

from django import forms
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from piste.kernel.refusals import Refused
from piste.ui import answers
from piste.ui.forms import bind


class NameForm(forms.Form):
    name = forms.CharField()


def refuses(request):
    raise Refused("Already closed – gagné.", field="stage")


def breaks(request):
    raise ZeroDivisionError


def reads(request):
    return HttpResponse([*request.GET, *request.POST])


def names(request):
    form = bind(NameForm, request)
    if form.is_valid():
        return answers.part(
            request,
            "ui/kit/keyhint.html",
            said="Saved <b>",
            undo=7,
            close_dialog=True,
            events={"lead-changed": {"id": 5}},
        )
    return answers.part(request, "ui/kit/keyhint.html", {"form": form})


def moves(request):
    return answers.moved_on(request, "target", said="Gone on", undo=7)


def target(request):
    return answers.page(request, "ui/bare.html")


def undo(request, pk):
    return answers.nothing(said="Undone")


handler400 = "piste.ui.errors.bad_request"
handler404 = "piste.ui.errors.not_found"
handler500 = "piste.ui.errors.server_error"
urlpatterns = [
    path("refuses", refuses),
    path("breaks", breaks),
    path("reads", reads),
    path("names", names),
    path("moves", moves),
    path("sent", require_POST(moves)),
    path("target", target, name="target"),
    path("choices", lambda request: HttpResponse(), name="choices"),
    path("search", target, name="search"),
    path("history/", include(([path("undo/<int:pk>", undo, name="undo")], "history"))),
]
