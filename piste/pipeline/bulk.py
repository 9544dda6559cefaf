"""Acts on a selection of lead records."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from piste.activities.bulk import PLAN
from piste.contacts.bulk_forms import TagManyForm
from piste.finding import bulk
from piste.finding.bulk import Act, Bar
from piste.pipeline.filters import Filter, Show
from piste.pipeline.forms.bulk import (
    AssignManyForm,
    EditManyForm,
    LostManyForm,
    PriorityManyForm,
    StageManyForm,
)
from piste.pipeline.forms.converting import ConvertManyForm
from piste.pipeline.loads import warning
from piste.pipeline.models import Lead
from piste.pipeline.verbs.assigning import assign_many
from piste.pipeline.verbs.closing import mark_lost_many, mark_won_many, restore_many
from piste.pipeline.verbs.converting import convert_many
from piste.pipeline.verbs.editing import edit_many, tag_many
from piste.pipeline.verbs.moving import move_many
from piste.pipeline.verbs.storing import archive_many, trash_many, unarchive_many, untrash_many


def above_maximum(values: Mapping[str, Any]) -> str:
    return warning(values["owner"]) if values.get("owner") else ""


ACTS: dict[str, Act] = {
    "won": Act(title=_("Won"), verb=mark_won_many, key="won"),
    "lost": Act(
        title=_("Lost"),
        verb=mark_lost_many,
        form=LostManyForm,
        key="lost",
        danger=True,
        fields="pipeline/_lost_fields.html",
    ),
    "restore": Act(title=_("Restore"), verb=restore_many, primary=True),
    "convert": Act(
        title=_("Convert"),
        verb=convert_many,
        form=ConvertManyForm,
        in_turn="owners",
        key="convert",
        primary=True,
        wide=True,
        tells="pipeline/_converted.html",
    ),
    "assign": Act(title=_("Assign"), verb=assign_many, form=AssignManyForm, key="assign", warns=above_maximum),
    "stage": Act(title=_("Stage"), verb=move_many, form=StageManyForm, key="stage"),
    "tag": Act(title=_("Tags"), verb=tag_many, form=TagManyForm),
    "plan": PLAN,
    "merge": Act(title=_("Merge"), icon="merge", route="pipeline:merge"),
    "edit": Act(
        title=_("Change a field"),
        verb=edit_many,
        form=EditManyForm,
        icon="pencil",
        fields="finding/_edit_many.html",
    ),
    "priority": Act(title=_("Priority"), verb=edit_many, form=PriorityManyForm, icon="star"),
    "archive": Act(title=_("Archive"), verb=archive_many, icon="archive"),
    "unarchive": Act(title=_("Take out of the archive"), verb=unarchive_many, icon="archive"),
    "trash": Act(title=_("Delete"), verb=trash_many, icon="trash", may="deletable_by"),
    "untrash": Act(title=_("Put back"), verb=untrash_many, icon="undo", may="trashed_for"),
}

bulk.declare(Lead.noun, ACTS)


def bar(filter: Filter, user) -> Bar:
    """The acts that make sense for what is looked at."""
    if not user.may_write:
        return Bar()
    if filter.show == Show.LOST:
        closing: tuple[str, ...] = ("restore",)
    else:
        closing = ("convert" if filter.of_leads else "won", "lost")
    storing = "unarchive" if filter.show == Show.ARCHIVED else "archive"
    return Bar(
        (*closing, "assign", *(() if filter.of_leads else ("stage",)), "tag", "plan"),
        ("merge", "edit", "priority", storing, *(["trash"] if user.manages else [])),
    )
