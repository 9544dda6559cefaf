from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.accounts.doors import managers_only
from piste.accounts.forms.switches import SwitchesForm
from piste.accounts.switches import offered
from piste.accounts.verbs.editing import edit_site
from piste.ui.answers import moved_on, page
from piste.ui.forms import bind


@managers_only
def switches(request: HttpRequest) -> HttpResponse:
    form = bind(SwitchesForm, request, switches=offered(request), site=request.site)
    if form.is_valid():
        site = edit_site(request.site, by=request.user, **form.values)
        undo = site.last_act
        return moved_on(request, "accounts:switches", said=_("The settings are saved."), undo=undo)
    return page(request, "accounts/switches.html", {"form": form})
