"""What the searched fields ask: at most twenty rows that fit what is typed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse

from piste.contacts.models import Company, Person, Tag
from piste.kernel.keys import is_key
from piste.ui import answers

AT_MOST = 20


@login_required
def company_choices(request: HttpRequest) -> JsonResponse:
    rows = Company.objects.visible_to(request.user).current().matching(request.GET.get("q", ""))
    found = rows.order_by("name_key", "id").values_list("pk", "name", "city")[:AT_MOST]
    return answers.choices([{"value": pk, "text": name, "note": city} for pk, name, city in found])


@login_required
def person_choices(request: HttpRequest) -> JsonResponse:
    rows = Person.objects.visible_to(request.user).current().matching(request.GET.get("q", ""))
    if is_key(request.GET.get("company", "")):
        rows = rows.filter(company=request.GET["company"])
    found = rows.select_related("company").order_by("name_key", "id")[:AT_MOST]
    return answers.choices([{"value": row.pk, "text": row.name, "note": _note(row)} for row in found])


@login_required
def tag_choices(request: HttpRequest) -> JsonResponse:
    found = Tag.objects.visible_to(request.user).current().named_like(request.GET.get("q", ""))
    return answers.choices([{"value": tag.pk, "text": tag.name} for tag in found[:AT_MOST]])


def _note(person: Person) -> str:
    return person.company.name if person.company else person.city
