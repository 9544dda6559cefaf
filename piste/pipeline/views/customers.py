"""The opportunities of a company or a person, as a part of its page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Count, Q, Sum, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from piste.contacts.models import Company, Contact, Person
from piste.kernel.keys import is_key
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet
from piste.ui import answers

MODELS = {"company": Company, "person": Person}
AT_MOST = 10


@login_required
def of_customer(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """The part anew; with `after` the records that follow."""
    contact = get_object_or_404(MODELS[noun].objects.visible_to(request.user), pk=pk)
    after = request.GET.get("after", "")
    template = "pipeline/_customer_rows.html" if after and request.htmx else "pipeline/_customer_deals.html"
    return answers.part(request, template, deals_of(contact, request.user, after=after))


def deals_of(contact: Contact, user, *, after: str = "") -> dict[str, Any]:
    """All records, leads too: open ones first, the newest first. Of a company also those of what belongs to it."""
    closed = Case(When(outcome=Lead.Outcome.OPEN, then=Value(0)), default=Value(1))
    rows = Lead.objects.visible_to(user)
    if isinstance(contact, Company):
        rows = rows.filter(company__in=Company.objects.visible_to(user).family(contact))
    else:
        rows = rows.filter(person=contact)
    rows = _behind(rows, after).select_related("stage", "owner", "company").defer("search_text")
    found = list(rows.order_by(closed, "-id")[: AT_MOST + 1])
    deals = found[:AT_MOST]
    return {"contact": contact, "deals": deals, "following": _place(deals[-1]) if len(found) > AT_MOST else ""}


def figures_of(noun: str, keys: list[int], user) -> dict[int, tuple[int, Any]]:
    """Of each of these contacts, how many open opportunities it has itself, and what they are worth."""
    rows = Lead.objects.visible_to(user).board().filter(outcome=Lead.Outcome.OPEN, **{f"{noun}__in": keys})
    counted = rows.order_by().values_list(noun).annotate(count=Count("pk"), revenue=Sum("expected_revenue"))
    return {key: (count, revenue) for key, count, revenue in counted}


def _place(lead: Lead) -> str:
    return f"{'open' if lead.is_open else 'closed'}-{lead.pk}"


def _behind(rows: LeadQuerySet, place: str) -> LeadQuerySet:
    """What follows that place; all for none."""
    stood, _, key = place.partition("-")
    if not is_key(key):
        return rows
    opened = Q(outcome=Lead.Outcome.OPEN)
    return rows.filter(Q(~opened, pk__lt=key) if stood == "closed" else Q(opened, pk__lt=key) | ~opened)
