"""Verbs on many companies or people at once (13.24), as over their lists."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router

from piste.accounts.models import User
from piste.contacts.api.shapes import CompanyIn, PersonIn
from piste.contacts.bulk_forms import EditCompaniesForm, EditPeopleForm
from piste.contacts.models import Company, Person, Tag
from piste.finding.api import ManyIn, OutcomeOut, done, only
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


@companies_bulk.post(
    "/assign", operation_id="companies_bulk_assign", summary="Many: to a salesperson", response=OutcomeOut
)
def assign_companies(request: HttpRequest, said: AssignContactsIn) -> dict[str, Any]:
    return done(Company.noun, "assign", said, by=request.user)


@companies_bulk.post("/tag", operation_id="companies_bulk_tag", summary="Many: tags on and off", response=OutcomeOut)
def tag_companies(request: HttpRequest, said: TagManyIn) -> dict[str, Any]:
    return done(Company.noun, "tag", said, by=request.user)


@companies_bulk.post("/edit", operation_id="companies_bulk_edit", summary="Many: change fields", response=OutcomeOut)
def edit_companies(request: HttpRequest, said: EditCompaniesIn) -> dict[str, Any]:
    return done(Company.noun, "edit", said, by=request.user)


@companies_bulk.post(
    "/archive", operation_id="companies_bulk_archive", summary="Many: into the archive", response=OutcomeOut
)
def archive_companies(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Company.noun, "archive", said, by=request.user)


@companies_bulk.post(
    "/unarchive", operation_id="companies_bulk_unarchive", summary="Many: out of the archive", response=OutcomeOut
)
def unarchive_companies(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Company.noun, "unarchive", said, by=request.user)


@companies_bulk.post("/trash", operation_id="companies_bulk_trash", summary="Many: into the trash", response=OutcomeOut)
def trash_companies(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Company.noun, "trash", said, by=request.user)


@companies_bulk.post(
    "/untrash", operation_id="companies_bulk_untrash", summary="Many: out of the trash", response=OutcomeOut
)
def untrash_companies(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Company.noun, "untrash", said, by=request.user)


@people_bulk.post("/assign", operation_id="people_bulk_assign", summary="Many: to a salesperson", response=OutcomeOut)
def assign_people(request: HttpRequest, said: AssignContactsIn) -> dict[str, Any]:
    return done(Person.noun, "assign", said, by=request.user)


@people_bulk.post("/tag", operation_id="people_bulk_tag", summary="Many: tags on and off", response=OutcomeOut)
def tag_people(request: HttpRequest, said: TagManyIn) -> dict[str, Any]:
    return done(Person.noun, "tag", said, by=request.user)


@people_bulk.post("/edit", operation_id="people_bulk_edit", summary="Many: change fields", response=OutcomeOut)
def edit_people(request: HttpRequest, said: EditPeopleIn) -> dict[str, Any]:
    return done(Person.noun, "edit", said, by=request.user)


@people_bulk.post("/archive", operation_id="people_bulk_archive", summary="Many: into the archive", response=OutcomeOut)
def archive_people(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Person.noun, "archive", said, by=request.user)


@people_bulk.post(
    "/unarchive", operation_id="people_bulk_unarchive", summary="Many: out of the archive", response=OutcomeOut
)
def unarchive_people(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Person.noun, "unarchive", said, by=request.user)


@people_bulk.post("/trash", operation_id="people_bulk_trash", summary="Many: into the trash", response=OutcomeOut)
def trash_people(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Person.noun, "trash", said, by=request.user)


@people_bulk.post("/untrash", operation_id="people_bulk_untrash", summary="Many: out of the trash", response=OutcomeOut)
def untrash_people(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Person.noun, "untrash", said, by=request.user)
