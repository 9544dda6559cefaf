from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from piste.accounts.models import User
from piste.contacts.models import Person
from piste.history.models import Subject
from piste.messages import mentions
from piste.messages.models import Note, Notice
from piste.ui.forms import FileDrop, RichText, SearchedSelect, Segmented


class Files(forms.FileField):
    """Any number of files. What is wrong with one is said by the verb, for every door."""

    widget = FileDrop

    def clean(self, data: list, initial: Any = None) -> list:
        return data or []


class WritingForm(forms.Form):
    """Text on a record. Who is mentioned without access is named before anything is sent (04.12)."""

    body = forms.CharField(label=_("Text"), required=False)
    files = Files(label=_("Files"), required=False)  # type: ignore[assignment]
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    placeholder = _("Write a note, @ to mention…")
    kind = "note"

    def __init__(self, *args, thread: Subject, note: Note | None = None, **kwargs) -> None:
        noun, key = thread.thread
        name = f"{self.kind}-{note.pk}" if note else f"{self.kind}-{noun}-{key}"
        super().__init__(*args, auto_id=f"{name}-%s", **kwargs)
        self.thread = thread
        self.blind: list[User] = []
        self.fields["body"].widget = RichText(
            attrs={
                "placeholder": self.placeholder,
                "data-mentions": reverse("messages:mentionable", args=[noun, key]),
                "data-draft": name,
                "rows": 2,
            }
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.pop("anyway", False):
            self.blind = mentions.found(values.get("body", ""), self.thread).blind
        if self.blind:
            names = ", ".join(user.name for user in self.blind)
            message = ngettext(
                "%(names)s cannot see this record and will not be told.",
                "%(names)s cannot see this record and will not be told.",
                len(self.blind),
            )
            self.add_error("body", message % {"names": names})
        return values


class NoteForm(WritingForm):
    pass


class CallForm(WritingForm):
    placeholder = _("What was said?")
    kind = "call"

    direction = forms.ChoiceField(
        label=_("Direction"), choices=Note.Direction, widget=Segmented, initial=Note.Direction.OUTGOING
    )
    result = forms.ChoiceField(label=_("Result"), choices=Note.Result, initial=Note.Result.REACHED)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=1440)
    # Drawn by the room that plans activities.
    next_type = forms.IntegerField(label=_("Next activity"), required=False)
    next_on = forms.DateField(
        label=_("On"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class EditNoteForm(WritingForm):
    files = None  # type: ignore[assignment]  # Django's way to leave a field out
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FollowerForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Colleague"), widget=SearchedSelect("accounts:user_choices")
    )

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.active().visible_to(by)


class FollowingContactForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Contact"), widget=SearchedSelect("contacts:person_choices")
    )

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.visible_to(by).current()


class NoticeChoicesForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("I am told of"),
        choices=Notice.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never of what I do myself."),
    )
