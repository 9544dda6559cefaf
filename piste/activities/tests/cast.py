"""Records to plan on, and the default types by name."""

from datetime import timedelta

from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.planning import plan
from piste.contacts.verbs.creating import create_company
from piste.kernel.clock import today
from piste.testing import CastTestCase


class ActivityTestCase(CastTestCase):
    """`verdier` and `logis` are companies, seen by everybody in sales and not by otto; ann's `call` is due today."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        types = {type.name_en: type for type in ActivityType.objects.all()}
        cls.mail, cls.phone, cls.todo = types["E-mail"], types["Call"], types["To-do"]
        cls.verdier = create_company(by=cls.maya, name="Maison Verdier")
        cls.logis = create_company(by=cls.maya, name="Logis Nord")
        cls.call = cls.planned(0, summary="Call back")

    @classmethod
    def planned(cls, days: int, *, record=None, user=None, type=None, **values) -> Activity:
        """An activity due in so many days of its assignee."""
        user = user or cls.ann
        values = {"assignee": user, "due_on": today(user) + timedelta(days=days)} | values
        return plan(record or cls.verdier, by=user, type=type or cls.phone, **values)
