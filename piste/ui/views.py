"""The kit on one page, for those who draw (only with PISTE_DEBUG)."""

from types import SimpleNamespace

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from piste.ui import answers
from piste.ui.forms import FilesField, RichText, SearchedSelect, Segmented, Stars, bind

PEOPLE = ("Ana Moreau", "Ben Keller", "Lea Dubois", "Tom Novak", "Sara Rossi")


class EveryFieldForm(forms.Form):
    name = forms.CharField(help_text="What people call it.", initial="Point of sale for 14 shops")
    email = forms.EmailField(label="E-mail", required=False)
    company = forms.ModelChoiceField(
        get_user_model().objects.none(), widget=SearchedSelect("kit:choices"), required=False
    )
    amount = forms.DecimalField(initial="96000.00")
    closing = forms.DateField(required=False, initial=timezone.localdate)
    at = forms.TimeField(required=False)
    stage = forms.ChoiceField(choices=[("1", "New"), ("2", "Qualified"), ("3", "Proposition")])
    priority = forms.TypedChoiceField(
        choices=[(0, "None"), (1, "Medium"), (2, "High"), (3, "Very high")], widget=Stars, initial=2
    )
    view = forms.ChoiceField(choices=[("mine", "Mine"), ("team", "My team"), ("all", "All")], widget=Segmented)
    kind = forms.ChoiceField(choices=[("lead", "Lead"), ("opportunity", "Opportunity")], widget=forms.RadioSelect)
    tags = forms.MultipleChoiceField(
        choices=[("1", "Product"), ("2", "Software")], widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"placeholder": "Plain text"}), required=False)
    rich = forms.CharField(
        widget=RichText(attrs={"placeholder": "Write a note, @ to mention…", "data-mentions": "/kit/choices"}),
        required=False,
    )
    attachments = FilesField(required=False)
    agreed = forms.BooleanField(label="Tell the followers")


class WrongForm(forms.Form):
    email = forms.EmailField(label="E-mail")


@login_required
def kit(request: HttpRequest) -> HttpResponse:
    form = bind(EveryFieldForm, request)
    people = [SimpleNamespace(pk=number, name=name) for number, name in enumerate(PEOPLE)]
    return answers.page(
        request,
        "ui/kit_page.html",
        {
            "every": form,
            "wrong": WrongForm({"email": "nobody"}),
            "people": people,
            "now": timezone.now(),
        },
    )


@login_required
def kit_dialog(request: HttpRequest) -> HttpResponse:
    form = bind(EveryFieldForm, request, auto_id="dialog_%s")
    if form.is_valid():
        return answers.part(request, "ui/kit_dialog.html", {"form": form}, said="Saved", close_dialog=True)
    return answers.part(request, "ui/kit_dialog.html", {"form": form})


@login_required
def kit_field(request: HttpRequest) -> HttpResponse:
    form = bind(WrongForm, request, auto_id="edit_%s", initial={"email": "claire@example.com"})
    value = form.cleaned_data["email"] if form.is_valid() else ""
    return answers.part(request, "ui/kit_edit.html", {"form": form, "value": value})


@login_required
def kit_choices(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").lower()
    rows = [{"value": number, "text": name, "note": f"Customer {number}"} for number, name in enumerate(PEOPLE)]
    return answers.choices([row for row in rows if typed in row["text"].lower()])
