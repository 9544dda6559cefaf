"""A filter as one field of a form."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from piste.finding.drafts import Draft
from piste.finding.models import SavedView
from piste.finding.parts import builder
from piste.kernel.criteria import fields, parsing
from piste.teams.models import Team


class ConditionRows(forms.Widget):
    """The condition builder inside of another form; its rows bear names of their own."""

    user: Any = None

    def __init__(self, noun: str) -> None:
        super().__init__()
        self.noun = noun

    def value_from_datadict(self, data: QueryDict, files: Any, name: str) -> Draft:
        draft = Draft.sent(data, fields.noun(self.noun), name)
        # Without a script the buttons of the rows send the whole form.
        draft.do(data.get("do", ""))
        return draft

    def value_omitted_from_data(self, data: QueryDict, files: Any, name: str) -> bool:
        return f"{name}.kind" not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        draft = value if isinstance(value, Draft) else Draft.of(parsing.parse(self.noun, value), name)
        rows = render_to_string("finding/_conditions.html", builder(fields.noun(self.noun), draft, self.user))
        return mark_safe(rows)  # noqa: S308 (our own templates escape)


class ConditionsField(forms.Field):
    """A filter of that noun; its clean value is what is stored. `user` is whoever fills the form in."""

    widget: ConditionRows

    def __init__(self, noun: str, *, user: Any, **kwargs: Any) -> None:
        super().__init__(widget=ConditionRows(noun), required=False, **kwargs)
        self.noun, self.widget.user = noun, user

    def clean(self, value: Any) -> dict[str, Any]:
        filter = value.finished(self.noun)
        if filter is None:
            raise forms.ValidationError([one.error for one in value.conditions() if one.error][:1])
        return parsing.dump(filter)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data.said != parsing.dump(parsing.parse(self.noun, initial))


class SavedViewForm(forms.ModelForm):
    """What a saved view is called, and who has it too."""

    class Meta:
        model = SavedView
        fields = ("name", "sharing", "team")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(user).current()
        self.fields["team"].empty_label = ""
