"""Verbs on many companies or people at once (13.24), as over their lists."""

from typing import Any

from ninja import Field, Router

from piste.accounts.models import User
from piste.contacts.api.shapes import CompanyIn, PersonIn
from piste.contacts.bulk_forms import EditCompaniesForm, EditPeopleForm
from piste.contacts.models import Company, Person, Tag
from piste.finding.api import ManyIn, offer, only
from piste.kernel.rest import Key, chosen, chosen_many
from piste.teams.models import Team

companies_bulk = Router(tags=["companies"])
people_bulk = Router(tags=["people"])


class AssignContactsIn(ManyIn):
    owner: Key | None = Field(description="null: to nobody")
    team: Key | None = Field(None, description="left out: it stays")

    def values(self, user: User) -> dict[str, Any]:
        people, teams = User.objects.visible_to(user), Team.objects.visible_to(user)
        return {"owner": chosen(people, self.owner, field="owner"), "team": chosen(teams, self.team, field="team")}


class TagManyIn(ManyIn):
    add: list[Key] = []
    remove: list[Key] = []

    def values(self, user: User) -> dict[str, Any]:
        rows = Tag.objects.visible_to(user)
        return {name: chosen_many(rows, getattr(self, name), field=name) for name in ("add", "remove")}


class EditCompaniesIn(ManyIn):
    to: CompanyIn = Field(description=f"the same for all; of {', '.join(EditCompaniesForm.EDITED)}")

    def values(self, user: User) -> dict[str, Any]:
        return only(self.to.values(user), EditCompaniesForm.EDITED)


class EditPeopleIn(ManyIn):
    to: PersonIn = Field(description=f"the same for all; of {', '.join(EditPeopleForm.EDITED)}")

    def values(self, user: User) -> dict[str, Any]:
        return only(self.to.values(user), EditPeopleForm.EDITED)


for router, noun, editing in (
    (companies_bulk, Company.noun, EditCompaniesIn),
    (people_bulk, Person.noun, EditPeopleIn),
):
    offer(router, noun, "assign", "to a salesperson", AssignContactsIn)
    offer(router, noun, "tag", "tags on and off", TagManyIn)
    offer(router, noun, "edit", "change fields", editing)
    offer(router, noun, "archive", "into the archive")
    offer(router, noun, "unarchive", "out of the archive")
    offer(router, noun, "trash", "into the trash")
    offer(router, noun, "untrash", "out of the trash")
