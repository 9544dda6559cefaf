"""What is asked before an act on many rows."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


class ManyForm(forms.Form):
    """Sent twice: first with the selection only, to be shown, then with the answers. `user` is whoever answers."""

    asked = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def full_clean(self) -> None:
        """What was not asked yet cannot be answered wrongly: it is shown without errors."""
        super().full_clean()
        if self.is_bound and not self.data.get("asked"):
            self._errors = forms.utils.ErrorDict(asked=[""])

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "asked"}


class EditManyForm(ManyForm):
    """Which field, and the value that all get; empty takes away what was there.

    A room says which columns can be given so, how each is called and asked for.
    """

    EDITED: ClassVar[tuple[str, ...]] = ()

    field = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("field", "")
        self.fields["field"].choices = [("", ""), *((column, self.name_of(column)) for column in self.offered)]
        self.columns = self.together(chosen) if chosen in self.offered else ()
        self.fields |= {column: self.control(column) for column in self.columns}

    @property
    def offered(self) -> tuple[str, ...]:
        """What can be chosen."""
        return self.EDITED

    def together(self, column: str) -> tuple[str, ...]:
        """The columns that are asked for with this one."""
        return (column,)

    def name_of(self, column: str) -> str:
        raise NotImplementedError

    def control(self, column: str) -> Any:
        raise NotImplementedError

    def clean(self) -> None:
        """Without a value nothing is taken away by mistake: its control must have been there."""
        column = self.cleaned_data.get("field")
        if self.cleaned_data.get("asked") and (not column or column not in self.data):
            self.add_error("field", _("Choose the field, then give its value."))

    @property
    def values(self) -> dict[str, Any]:
        return {column: self.cleaned_data[column] for column in self.columns}
