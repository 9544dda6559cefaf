"""What this room puts into the frame and onto the pages of records."""

import re

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from piste.accounts.first_steps import Step
from piste.accounts.switches import Switch
from piste.contacts.models import Contact
from piste.finding import search
from piste.history import live
from piste.history.models import Event
from piste.pipeline.defaults import qualifies
from piste.pipeline.filters import Scope
from piste.pipeline.landing import first_board, open_deals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.views.customers import deals_of, figures_of
from piste.teams.models import Membership
from piste.ui import answers, slots
from piste.ui.menu import Entry

live.counter("pipeline")(open_deals)


@slots.fill("menu.sales", order=10)
def my_pipeline(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    count, board = open_deals(request.user), reverse("pipeline:board")
    label = _("My pipeline") if first_board(request.user) == board else _("Pipeline")
    return Entry(
        label, _start("board"), icon="pipeline", count=count, key="go_pipeline", name="pipeline", also=(board,)
    )


@slots.fill("bar.phone", order=10)
def pipeline_on_the_phone(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    return Entry(_("Pipeline"), _start("board"), icon="pipeline", also=(reverse("pipeline:board"),))


def _start(layout: str) -> str:
    return reverse("finding:start", args=[Lead.noun], query={"layout": layout})


@slots.fill("new", order=10)
def new_opportunity(request: HttpRequest) -> Entry | None:
    if not request.user.sells or not request.user.may_write:
        return None
    return Entry(_("Opportunity"), reverse("pipeline:create"), icon="pipeline", dialog=True)


@slots.fill("new", order=11)
def new_lead(request: HttpRequest) -> Entry | None:
    if not request.user.may_write or not qualifies(request.user, request.site):
        return None
    return Entry(_("Lead"), f"{reverse('pipeline:create')}?kind={Lead.Kind.LEAD}", icon="funnel", dialog=True)


@slots.fill("menu.sales", order=12)
def leads(request: HttpRequest) -> Entry | None:
    if not qualifies(request.user, request.site):
        return None
    url, kind = reverse("finding:start", args=[Lead.noun]), f"?kind={Lead.Kind.LEAD}"
    also = (reverse("pipeline:leads") + kind, reverse("pipeline:board") + kind)
    return Entry(_("Leads"), url + kind, icon="funnel", key="go_leads", also=also)


@slots.fill("settings.switches", order=10)
def leads_switch(request: HttpRequest) -> Switch:
    sentence = _("The menu Leads appears: what comes in is a lead first, which a salesperson qualifies and converts.")
    return Switch("uses_leads", _("Leads"), sentence)


@slots.fill("settings.switches", order=50)
def recurring_switch(request: HttpRequest) -> Switch:
    sentence = _("Records get a recurring revenue with its plan, and columns and figures what it makes a month.")
    return Switch("uses_recurring", _("Recurring revenue"), sentence)


@slots.fill("menu.sales", order=15)
def opportunities(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    url, leads = reverse("finding:start", args=[Lead.noun]), reverse("pipeline:leads")
    # Where no leads are used, nothing else answers to their key.
    key = "go_opportunities" if qualifies(request.user, request.site) else "go_leads"
    return Entry(_("Opportunities"), url, icon="list", key=key, also=(leads,))


@slots.fill("menu.sales", order=16)
def team_pipelines(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    return Entry(_("Team pipelines"), reverse("pipeline:team_pipelines"), icon="group")


@slots.fill("search", order=10)
def found_opportunities(request: HttpRequest, typed: str, limit: int) -> search.Group | None:
    rows = Lead.objects.visible_to(request.user).select_related("stage", "company", "person", "owner")
    number = re.fullmatch(r"(?:l-?)?(\d{1,18})", typed, re.IGNORECASE)
    exact = Q(pk=int(number[1])) if number else Q(email=typed.lower())
    found = search.best(rows, typed, limit + 1, exact=exact)
    more = search.whole_list("pipeline:leads", q=typed, scope=Scope.ALL)
    return search.group(_("Opportunities"), "pipeline/_lead_found.html", found, limit, more)


@slots.fill("menu.cleanup", order=10)
def duplicates(request: HttpRequest) -> Entry | None:
    return Entry(_("Duplicates"), reverse("pipeline:cleanup"), icon="merge") if request.user.sells else None


@slots.fill("menu.cleanup", order=90)
def trash(request: HttpRequest) -> Entry | None:
    return Entry(_("Trash"), reverse("pipeline:trashed"), icon="trash") if request.user.manages else None


@slots.fill("menu.configuration", order=30)
def stages(request: HttpRequest) -> Entry | None:
    return Entry(_("Stages"), reverse("pipeline:stages"), icon="board") if request.user.manages else None


@slots.fill("menu.configuration", order=40)
def loss_reasons(request: HttpRequest) -> Entry | None:
    return Entry(_("Loss reasons"), reverse("pipeline:reasons"), icon="lost") if request.user.manages else None


@slots.fill("menu.configuration", order=45)
def recurring_plans(request: HttpRequest) -> Entry | None:
    if not request.user.manages or not request.site.uses_recurring:
        return None
    return Entry(_("Recurring plans"), reverse("pipeline:plans"), icon="refresh")


@slots.fill("member.leaving", order=10)
def left_in_the_team(request: HttpRequest, membership: Membership) -> SafeString:
    """How many records somebody leaves behind, or keeps (05.7)."""
    count = Lead.objects.open_of(membership.user_id, team=membership.team_id).count()
    return answers.render_part(request, "pipeline/_left_in_team.html", {"membership": membership, "count": count})


@slots.fill("contact.body", order=10)
def deals(request: HttpRequest, contact: Contact) -> SafeString:
    return answers.render_part(request, "pipeline/_customer_deals.html", deals_of(contact, request.user))


@slots.fill("contacts.cards", order=10)
def open_deals_of_each(request: HttpRequest, noun: str, keys: list[int]) -> dict[int, SafeString]:
    """How many open opportunities each customer has, and what they are worth."""
    figures = figures_of(noun, keys, request.user)
    return {
        key: answers.render_part(request, "pipeline/_open_of_customer.html", {"count": count, "revenue": revenue})
        for key, (count, revenue) in figures.items()
    }


@slots.fill("first.steps", order=20)
def shape_the_stages(request: HttpRequest) -> Step:
    sentence = _("What a deal goes through with you, from first contact to won.")
    changed = Event.objects.filter(noun=Stage.noun).exists()
    return Step(_("Stages"), sentence, reverse("pipeline:stages"), is_done=changed)


@slots.fill("first.steps", order=40)
def bring_in_a_deal(request: HttpRequest) -> Step:
    sentence = _("One by hand; files and demo data come in from the console.")
    done = Lead.objects.visible_to(request.user).exists()
    return Step(_("First opportunity"), sentence, reverse("pipeline:create"), is_done=done, dialog=True)
