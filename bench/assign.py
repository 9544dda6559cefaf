"""How long it takes to merge and give waiting leads to everybody who sells; what it wrote is taken back."""

from time import perf_counter, process_time

from django.db import connection, transaction

from bench.tables import table
from piste.assignment.models import Assignment
from piste.assignment.verbs.running import start, work
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team

LEADS = 10_000
# Of so many leads one has the address of another open record: half of these are known, half wait twice.
DUPLICATE_EVERY = 10
HEADS = ["records", "people", "merged", "given", "seconds", "CPU s"]


def assign() -> None:
    """In one transaction, so that the next measurement finds the database as it was; the small commits of a real run
    are left out."""
    with transaction.atomic():
        people = _prepare()
        begun, computed = perf_counter(), process_time()
        run = work(start(by=None))
        took = perf_counter() - begun, process_time() - computed
        transaction.set_rollback(True)
    if run.error:
        raise RuntimeError(run.error)
    counts = [f"{LEADS:,}", str(people), f"{run.merged:,}", f"{run.given:,}"]
    print(table(HEADS, [[*counts, *(f"{seconds:.1f}" for seconds in took)]]))


def _prepare() -> int:
    """Every member takes part and may get his share; the newest open records wait, as leads of nobody that came in
    without a customer."""
    Assignment.current()
    Assignment.objects.update(mode=Assignment.Mode.BY_HAND, max_age_days=0)
    Team.objects.update(assigns=True)
    people = Membership.objects.filter(active=True).count()
    Membership.objects.update(assigns=True, capacity=LEADS)
    newest = Lead.objects.filter(outcome="open", archived=False).order_by("-pk").values_list("pk", flat=True)
    waiting, others = list(newest[:LEADS]), list(newest[LEADS : 2 * LEADS])
    Lead.objects.filter(owner=None).update(archived=True)
    Lead.objects.filter(pk__in=waiting).update(owner=None, team=None, person=None, company=None, kind=Lead.Kind.LEAD)
    for place in range(0, min(len(waiting), len(others)) - 1, DUPLICATE_EVERY):
        same = (others if place // DUPLICATE_EVERY % 2 else waiting)[place + 1]
        email = Lead.objects.values_list("email", flat=True).get(pk=same)
        Lead.objects.filter(pk=waiting[place]).update(email=email)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE pipeline_lead")
    return people
