"""What a key may do (12.18): read or write all or object by object, export, administer. Who writes also reads."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

READ, WRITE, EXPORT, ADMIN = "read", "write", "export", "admin"
EVERYTHING = [READ, WRITE, EXPORT, ADMIN]
SAFE = {"GET", "HEAD", "OPTIONS"}

# By the first word of their addresses.
OBJECTS = {
    "leads": _("Leads and opportunities"),
    "companies": _("Companies"),
    "people": _("People"),
    "activities": _("Activities"),
    "timeline": _("Timelines"),
    "notes": _("Notes"),
    "attachments": _("Files"),
    "followers": _("Followers"),
    "notices": _("Notices"),
    "stages": _("Stages"),
    "loss-reasons": _("Loss reasons"),
    "recurring-plans": _("Recurring plans"),
    "tags": _("Tags"),
    "activity-types": _("Activity types"),
    "teams": _("Sales teams"),
    "views": _("Saved views"),
    "team-news": _("News of teams"),
    "assignment": _("Assignment"),
    "users": _("Users"),
    "site": _("Company settings"),
}
# Only those who administer write these.
ADMINISTERED = {"users", "site"}
# Rows of any object, taken away as a file.
FILES = "exports"
# Who one is, what happened to what the key reads anyway, what one did oneself, and what the key itself began.
FREE = {"users/me", "events", "acts", "jobs"}

NUMBERED = {
    "lead": "leads",
    "company": "companies",
    "person": "people",
    "activity": "activities",
    "note": "notes",
    "attachment": "attachments",
    "stage": "stages",
    "loss_reason": "loss-reasons",
    "recurring_plan": "recurring-plans",
    "tag": "tags",
    "activity_type": "activity-types",
    "saved_view": "views",
    "team": "teams",
    "user": "users",
}
NOUN_OF = {name: noun for noun, name in NUMBERED.items()}
# And what hangs on those, or is there once only.
OBJECT_OF = NUMBERED | {
    "share": "leads",
    "membership": "teams",
    "follower": "followers",
    "assignment": "assignment",
    "site": "site",
}


def known() -> set[str]:
    written = OBJECTS.keys() - ADMINISTERED
    return {*EVERYTHING, *(f"{name}:{READ}" for name in OBJECTS), *(f"{name}:{WRITE}" for name in written)}


def needed(request: HttpRequest, under: str) -> list[str]:
    """The scopes that this request asks for; none when any key will do."""
    path = request.path_info.removeprefix(under)
    name = path.partition("/")[0]
    if path in FREE or name in FREE:
        return []
    if name == FILES:
        return [EXPORT, reading(path.split("/")[1])]
    if request.method in SAFE:
        return [f"{name}:{READ}"]
    return [ADMIN if name in ADMINISTERED else f"{name}:{WRITE}"]


def reading(noun: str) -> str:
    """The scope that rows of this noun are read with; those that no address is about go with everything."""
    return f"{OBJECT_OF[noun]}:{READ}" if noun in OBJECT_OF else READ


def writing(noun: str) -> str:
    name = OBJECT_OF.get(noun, "")
    return ADMIN if name in ADMINISTERED else f"{name}:{WRITE}" if name else WRITE


def allows(scopes: list[str], need: str) -> bool:
    name, _colon, act = need.partition(":")
    if not act:
        return not need or need in scopes
    return bool({act, WRITE, need, f"{name}:{WRITE}"} & set(scopes))
