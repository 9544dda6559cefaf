"""What is asked before an act on many records."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.finding import bulk_forms
from piste.finding.bulk_forms import ManyForm
from piste.pipeline.facts import RECURRING, is_shown, label_of
from piste.pipeline.forms.closing import LostForm
from piste.pipeline.forms.records import ColumnsForm, field_of

_AMOUNT, PLAN = RECURRING


class LostManyForm(LostForm, ManyForm):
    @property
    def values(self) -> dict[str, Any]:
        return self.closing()


class ColumnsManyForm(ColumnsForm, ManyForm):
    COLUMNS: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, columns=self.COLUMNS, user=user, **kwargs)


class AssignManyForm(ColumnsManyForm):
    COLUMNS = ("owner", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].help_text = _("Empty: the team of the salesperson.")


class StageManyForm(ColumnsManyForm):
    COLUMNS = ("stage",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].required = True


class PriorityManyForm(ColumnsManyForm):
    COLUMNS = ("priority",)


class EditManyForm(bulk_forms.EditManyForm):
    EDITED = (
        *("expected_revenue", *RECURRING, "expected_closing", "priority", "source", "medium", "campaign", "referrer"),
        *("city", "region", "country", "language", "website", "job_title"),
    )

    @property
    def offered(self) -> tuple[str, ...]:
        """An amount and its plan are one fact, as on the page of a record."""
        return tuple(column for column in self.EDITED if is_shown(column) and column != PLAN)

    def together(self, column: str) -> tuple[str, ...]:
        return RECURRING if column in RECURRING else (column,)

    def name_of(self, column: str) -> str:
        return label_of(column)

    def control(self, column: str) -> Any:
        return field_of(column, user=self.user)
