from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.messages import told
from piste.messages.forms import NoticeChoicesForm
from piste.messages.models import Mute, Notice
from piste.messages.verbs import notices as verbs
from piste.ui import answers
from piste.ui.forms import bind

IN_MENU = 20


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, by record, newest first."""
    mine = Notice.objects.visible_to(request.user)
    unread = request.GET.get("unread") == "1"
    page = told.page(mine.unread() if unread else mine, request.user, cursor=request.GET.get("after", ""))
    template = "messages/_notice_groups.html" if request.htmx and request.GET.get("after") else "messages/notices.html"
    return answers.page(request, template, {"page": page, "unread": unread})


@login_required
def menu(request: HttpRequest) -> HttpResponse:
    page = told.page(Notice.objects.visible_to(request.user), request.user, limit=IN_MENU)
    return answers.part(request, "messages/_notice_menu.html", {"page": page})


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    verbs.read(Notice.objects.visible_to(request.user), by=request.user)
    return answers.moved_on(request, "messages:notices", said=_("All read"))


@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Which kinds I want to be told of."""
    muted = Mute.objects.kinds_of(request.user)
    form = bind(NoticeChoicesForm, request, initial={"kinds": [kind for kind in Notice.Kind if kind not in muted]})
    if form.is_valid():
        verbs.choose(form.cleaned_data["kinds"], by=request.user)
        return answers.moved_on(request, "messages:notice_choices", said=_("Your settings are saved."))
    return answers.page(request, "messages/notice_choices.html", {"form": form})
