"""Acts on a selection of companies or people."""

from django.utils.translation import gettext_lazy as _

from piste.contacts.bulk_forms import AssignManyForm, EditCompaniesForm, EditPeopleForm, TagManyForm
from piste.contacts.verbs import many
from piste.finding import bulk
from piste.finding.bulk import Act

for noun, editing in (("company", EditCompaniesForm), ("person", EditPeopleForm)):
    bulk.declare(
        noun,
        {
            "assign": Act(title=_("Assign"), verb=many.assign_many, form=AssignManyForm, key="assign"),
            "tag": Act(title=_("Tags"), verb=many.tag_many, form=TagManyForm),
            "edit": Act(
                title=_("Change a field"),
                verb=many.edit_many,
                form=editing,
                icon="pencil",
                key="edit",
                fields="finding/_edit_many.html",
            ),
            "merge": Act(title=_("Merge"), icon="merge", route=f"contacts:merge_{noun}"),
            "archive": Act(title=_("Archive"), verb=many.archive_many, icon="archive"),
            "unarchive": Act(title=_("Take out of the archive"), verb=many.unarchive_many, icon="archive"),
            "trash": Act(title=_("Delete"), verb=many.trash_many, icon="trash", may="deletable_by"),
            "untrash": Act(title=_("Put back"), verb=many.untrash_many, icon="undo", may="trashed_for"),
        },
    )
