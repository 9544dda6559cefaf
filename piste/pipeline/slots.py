"""What this room puts into the frame and onto the pages of records."""

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from piste.contacts.models import Contact
from piste.history import live
from piste.pipeline.models import BoardTotal
from piste.pipeline.views.customers import deals_of
from piste.ui import answers, slots
from piste.ui.menu import Entry


@live.counter("pipeline")
def open_deals(user) -> int:
    """How many open opportunities are the user's own, by the ledger."""
    own = BoardTotal.objects.visible_to(user).filter(owner=user, stage__is_won=False)
    return own.aggregate(held=Sum("count"))["held"] or 0


@slots.fill("menu.sales", order=10)
def my_pipeline(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    count = open_deals(request.user)
    return Entry(_("My pipeline"), reverse("pipeline:board"), icon="pipeline", count=count, key="p", name="pipeline")


@slots.fill("bar.phone", order=10)
def pipeline_on_the_phone(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    return Entry(_("Pipeline"), reverse("pipeline:board"), icon="pipeline")


@slots.fill("new", order=10)
def new_opportunity(request: HttpRequest) -> Entry | None:
    if not request.user.sells or not request.user.may_write:
        return None
    return Entry(_("Opportunity"), reverse("pipeline:create"), icon="pipeline", dialog=True)


@slots.fill("menu.sales", order=15)
def opportunities(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    return Entry(_("Opportunities"), reverse("pipeline:leads"), icon="list", key="l")


@slots.fill("menu.cleanup", order=90)
def trash(request: HttpRequest) -> Entry | None:
    return Entry(_("Trash"), reverse("pipeline:trashed"), icon="trash") if request.user.manages else None


@slots.fill("menu.configuration", order=30)
def stages(request: HttpRequest) -> Entry | None:
    return Entry(_("Stages"), reverse("pipeline:stages"), icon="board") if request.user.manages else None


@slots.fill("menu.configuration", order=40)
def loss_reasons(request: HttpRequest) -> Entry | None:
    return Entry(_("Loss reasons"), reverse("pipeline:reasons"), icon="lost") if request.user.manages else None


@slots.fill("contact.body", order=10)
def deals(request: HttpRequest, contact: Contact) -> SafeString:
    return answers.render_part(request, "pipeline/_customer_deals.html", deals_of(contact, request.user))
