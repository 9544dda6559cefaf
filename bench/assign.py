"""How long it takes to give waiting records to everybody who sells; what it wrote is taken back."""

from time import perf_counter, process_time

from django.db import transaction

from bench.tables import table
from piste.assignment.models import Assignment
from piste.assignment.verbs.running import start, work
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team

LEADS = 10_000
HEADS = ["records", "people", "given", "seconds", "CPU s"]


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
    print(table(HEADS, [[f"{LEADS:,}", str(people), f"{run.given:,}", *(f"{seconds:.1f}" for seconds in took)]]))


def _prepare() -> int:
    """Every member takes part and may get his share; the newest open records wait, as leads of nobody."""
    Assignment.current()
    # Without merging: the words of this database are so few that most of its records would be the same.
    Assignment.objects.update(mode=Assignment.Mode.BY_HAND, max_age_days=0, merges_duplicates=False)
    Team.objects.update(assigns=True)
    people = Membership.objects.filter(active=True).count()
    Membership.objects.update(assigns=True, capacity=LEADS)
    newest = Lead.objects.filter(outcome="open", archived=False).order_by("-pk").values_list("pk", flat=True)[:LEADS]
    Lead.objects.filter(owner=None).update(archived=True)
    Lead.objects.filter(pk__in=list(newest)).update(owner=None, team=None, kind=Lead.Kind.LEAD)
    return people
