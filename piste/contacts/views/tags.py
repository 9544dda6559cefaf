"""Tags, in the hands of managers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.contacts.forms import TagForm
from piste.contacts.models import Tag
from piste.contacts.verbs.tags import archive_tag, create_tag, edit_tag, unarchive_tag
from piste.ui.answers import moved_on, page, part
from piste.ui.forms import bind, refusals_beside


@managers_only
def tags(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("show") == "archived"
    rows = Tag.objects.editable_by(request.user).filter(archived=archived)
    by_name = sorted(rows, key=lambda tag: tag.name.casefold())
    context = {"tags": by_name, "archived": archived}
    return (
        part(request, "contacts/_tags.html", context) if request.htmx else page(request, "contacts/tags.html", context)
    )


@managers_only
def new_tag(request: HttpRequest) -> HttpResponse:
    form = bind(TagForm, request, auto_id="tag_%s")
    if form.is_valid():
        with refusals_beside(form):
            return _told(request, create_tag(by=request.user, **form.cleaned_data), _("Tag %(tag)s is created"))
    return part(request, "contacts/_tag.html", {"form": form, "tag": None})


@managers_only
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    found = _tag(request, pk)
    form = bind(TagForm, request, instance=_tag(request, pk), auto_id="tag_%s")
    if form.is_valid():
        with refusals_beside(form):
            return _told(request, edit_tag(found, by=request.user, **form.cleaned_data), _("Tag %(tag)s is saved"))
    return part(request, "contacts/_tag.html", {"form": form, "tag": found})


@require_POST
@managers_only
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    return _told(request, archive_tag(_tag(request, pk), by=request.user), _("Tag %(tag)s is archived"))


@require_POST
@managers_only
def unarchive(request: HttpRequest, pk: int) -> HttpResponse:
    return _told(request, unarchive_tag(_tag(request, pk), by=request.user), _("Tag %(tag)s is offered again"))


def _tag(request: HttpRequest, pk: int) -> Tag:
    return get_object_or_404(Tag.objects.editable_by(request.user), pk=pk)


def _told(request: HttpRequest, changed: Tag, said: str) -> HttpResponse:
    undo = changed.last_act
    return moved_on(request, "contacts:tags", said=said % {"tag": changed}, undo=undo)
