from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.accounts.doors import administrators_only
from piste.accounts.forms.company import CompanyForm
from piste.accounts.models import Site
from piste.accounts.verbs.editing import edit_site
from piste.ui.answers import moved_on, page
from piste.ui.forms import bind, refusals_beside


@administrators_only
def company(request: HttpRequest) -> HttpResponse:
    form = bind(CompanyForm, request, instance=Site.current())
    if form.is_valid():
        with refusals_beside(form):
            site = edit_site(request.site, by=request.user, **form.cleaned_data)
            undo = site.last_act
            return moved_on(request, "accounts:company", said=_("The company's settings are saved."), undo=undo)
    return page(request, "accounts/company.html", {"form": form})
