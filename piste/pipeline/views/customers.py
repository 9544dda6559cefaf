"""The opportunities of a company or a person, as a part of its page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from piste.contacts.models import Company, Contact, Person
from piste.pipeline.models import Lead
from piste.ui import answers

MODELS = {"company": Company, "person": Person}
AT_MOST = 10


@login_required
def of_customer(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    contact = get_object_or_404(MODELS[noun].objects.visible_to(request.user), pk=pk)
    return answers.part(request, "pipeline/_customer_deals.html", deals_of(contact, request.user))


def deals_of(contact: Contact, user) -> dict[str, Any]:
    """Open ones first, the newest first."""
    closed = Case(When(outcome=Lead.Outcome.OPEN, then=Value(0)), default=Value(1))
    rows = Lead.objects.visible_to(user)
    if isinstance(contact, Company):
        rows = rows.filter(company__in=Company.objects.visible_to(user).family(contact))
    else:
        rows = rows.filter(person=contact)
    rows = rows.select_related("stage", "owner")
    found = list(rows.order_by(closed, "-id")[: AT_MOST + 1])
    return {"contact": contact, "deals": found[:AT_MOST], "more": len(found) > AT_MOST}
