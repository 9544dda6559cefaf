"""Customers' timelines hold those of their records (04.4)."""

from piste.contacts.models import Company, Person
from piste.history.merging import absorbed_by
from piste.history.models import Subject
from piste.messages.threads import Threads, related
from piste.pipeline.models import Lead

# The ones that were worked on last: a timeline is read in one query of all its records.
AT_MOST = 50


@related(Company.noun)
def of_company(company: Subject, user) -> Threads:
    return _leads(user, company__in=Company.objects.visible_to(user).family(company))


@related(Person.noun)
def of_person(person: Subject, user) -> Threads:
    return _leads(user, person=person)


def _leads(user, **customer) -> Threads:
    leads = Lead.objects.visible_to(user).filter(**customer).order_by("-touched_at")
    keys = list(leads.values_list("pk", flat=True)[:AT_MOST])
    return {Lead.noun: keys + absorbed_by(Lead, keys)}
