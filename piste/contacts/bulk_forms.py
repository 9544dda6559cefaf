"""What is asked before an act on many contacts."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from piste.contacts.forms import FIELDS
from piste.contacts.models import Company, Contact, Person, Tag
from piste.finding import bulk_forms
from piste.finding.bulk_forms import ManyForm
from piste.ui.forms import SearchedSelectMultiple


class TagManyForm(ManyForm):
    add = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=_("Add"), required=False, widget=SearchedSelectMultiple("contacts:tag_choices")
    )
    remove = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=_("Take away"), required=False, widget=SearchedSelectMultiple("contacts:tag_choices")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["add"].queryset = Tag.objects.visible_to(self.user).offered([])
        self.fields["remove"].queryset = Tag.objects.visible_to(self.user)


class EditManyForm(bulk_forms.EditManyForm):
    MODEL: ClassVar[type[Contact]]

    def name_of(self, column: str) -> str:
        return capfirst(str(self.MODEL._meta.get_field(column).verbose_name))

    def control(self, column: str) -> Any:
        return _control(self, column)


class EditCompaniesForm(EditManyForm):
    MODEL = Company
    EDITED = ("industry", "employees", "parent", "postcode", "city", "region", "country", "language")


class EditPeopleForm(EditManyForm):
    MODEL = Person
    EDITED = ("company", "job_title", "postcode", "city", "region", "country", "language", "time_zone")


class AssignManyForm(ManyForm):
    """Contacts belong to a salesperson, and to a team by itself."""

    MODEL = Company
    ASKED = ("owner", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in self.ASKED:
            self.fields[column] = _control(self, column)
        self.fields["team"].help_text = _("Empty: it stays.")

    def name_of(self, column: str) -> str:
        return capfirst(str(self.MODEL._meta.get_field(column).verbose_name))


def _control(form: Any, column: str) -> Any:
    """A column asked for as on the page of one contact."""
    if column in FIELDS:
        return FIELDS[column](form.user, form.MODEL(), label=form.name_of(column), required=False)
    return form.MODEL._meta.get_field(column).formfield(label=form.name_of(column), required=False)
