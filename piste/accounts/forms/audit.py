"""By what the audit log is narrowed down."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.history import wording
from piste.history.models import Event
from piste.history.subjects import all_subjects, model_of
from piste.kernel.clock import day_begins, day_ends
from piste.ui.forms import SearchedSelect


class AuditForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Person"), required=False, widget=SearchedSelect("accounts:actor_choices")
    )
    act = forms.ChoiceField(label=_("Verb"), required=False)
    noun = forms.ChoiceField(label=_("Kind of record"), required=False)
    record = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=10**17)
    key = forms.ChoiceField(label=_("API key"), required=False)
    address = forms.GenericIPAddressField(label=_("Network address"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["person"].queryset = User.objects.visible_to(by)
        keys = model_of("api_key")._default_manager.audited_by(by).order_by("name", "id")
        self.fields["key"].choices = [("", _("All"))] + [(str(key.pk), str(key)) for key in keys]
        self.fields["act"].choices = [("", _("All"))] + [(name, name) for name in wording.names()]
        kinds = sorted((capfirst(model._meta.verbose_name), noun) for noun, model in all_subjects().items())
        self.fields["noun"].choices = [("", _("All"))] + [(noun, kind) for kind, noun in kinds]

    def events(self) -> QuerySet[Event]:
        """What fits; of a form with errors nothing."""
        if not self.is_valid():
            return Event.objects.none()
        return Event.objects.audited_by(self.by).filter(self._who(), self._what(), self._when())

    def _who(self) -> Q:
        person = self.cleaned_data["person"]
        who = Q(change_set__by=person) | Q(noun=User.noun, row_id=person.pk) if person else Q()
        if key := self.cleaned_data["key"]:
            who &= Q(change_set__key=int(key))
        if address := self.cleaned_data["address"]:
            who &= Q(change_set__address=address) | Q(facts__address=address)
        return who

    def _what(self) -> Q:
        act, noun, record = (self.cleaned_data[name] for name in ("act", "noun", "record"))
        what = Q()
        if noun and record:
            what &= Q(thread_noun=noun, thread_id=record) | Q(noun=noun, row_id=record)
        elif noun or record:
            what &= Q(noun=noun) if noun else Q(row_id=record)
        # The noun stands in an index, the name does not.
        return what & Q(noun=act.partition(".")[0], name=act) if act else what

    def _when(self) -> Q:
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        begin: datetime | None = day_begins(since, self.by.time_zone) if since else None
        end: datetime | None = day_ends(until, self.by.time_zone) if until else None
        return (Q(at__gte=begin) if begin else Q()) & (Q(at__lt=end) if end else Q())
