"""The REST API: rooms bring their routes, this one brings keys, errors and JSON."""

from piste import __version__
from piste.accounts.api import router as users
from piste.accounts.api import site
from piste.activities.api import activities, activities_bulk
from piste.activities.api import types as activity_types
from piste.api.acts import acts
from piste.api.auth import KeyAuth
from piste.api.feed import events
from piste.api.frame import Api
from piste.api.problems import answer_with_problems
from piste.api.requests import JsonIn
from piste.assignment.api import router as assignment
from piste.contacts.api import companies, companies_bulk, people, people_bulk, tags
from piste.finding.api import exports, views
from piste.history.api import router as jobs
from piste.messages.api import attachments, followers, notes, notices, timeline
from piste.pipeline.api import (
    bulk,
    company_duplicates,
    leads,
    loss_reasons,
    person_duplicates,
    recurring_plans,
    stages,
    team_news,
)
from piste.teams.api import router as teams

api = Api(
    title="Piste",
    version=__version__,
    description="Every object and every verb, with the rights of the key's user.",
    docs_url=None,
    urls_namespace="api",
    auth=[KeyAuth()],
    parser=JsonIn(),
)
answer_with_problems(api)

for path, router in {
    "users": users,
    "site": site,
    "teams": teams,
    "companies/bulk": companies_bulk,
    "companies/duplicates": company_duplicates,
    "companies": companies,
    "people/bulk": people_bulk,
    "people/duplicates": person_duplicates,
    "people": people,
    "tags": tags,
    "leads/bulk": bulk,
    "leads": leads,
    "stages": stages,
    "team-news": team_news,
    "loss-reasons": loss_reasons,
    "recurring-plans": recurring_plans,
    "assignment": assignment,
    "activities/bulk": activities_bulk,
    "activities": activities,
    "activity-types": activity_types,
    "views": views,
    "timeline": timeline,
    "notes": notes,
    "attachments": attachments,
    "followers": followers,
    "notices": notices,
    "exports": exports,
    "events": events,
    "acts": acts,
    "jobs": jobs,
}.items():
    api.add_router(f"/{path}", router)
