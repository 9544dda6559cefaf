from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.accounts.first_steps import first_steps
from piste.accounts.forms.people import FirstStepsForm
from piste.accounts.models import User
from piste.accounts.verbs.editing import edit
from piste.ui.answers import came_from, moved_on, page, part
from piste.ui.forms import bind


@managers_only
def steps(request: HttpRequest) -> HttpResponse:
    """The whole list, also when it is hidden on the start page."""
    return page(request, "accounts/first_steps.html", {"first": first_steps(request)})


@managers_only
def line(request: HttpRequest) -> HttpResponse:
    """What stands of it on the start page, drawn anew when hiding it is undone."""
    return part(
        request, "accounts/_first_steps.html", {"first": first_steps(request) if request.user.first_steps else None}
    )


@require_POST
@managers_only
def show(request: HttpRequest) -> HttpResponse:
    """Hides the list on one's own start page, or shows it there again."""
    myself = get_object_or_404(User.objects.visible_to(request.user), pk=request.user.pk)
    form = bind(FirstStepsForm, request)
    if not form.is_valid():
        return HttpResponse(status=422)
    shown = form.cleaned_data["first_steps"]
    edit(myself, by=request.user, first_steps=shown)
    said = _("The first steps stand on your start page.") if shown else _("Hidden. Find them under Configuration.")
    undo = myself.last_act
    return moved_on(request, came_from(request), said=said, undo=undo)
