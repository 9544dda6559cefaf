"""Takes the demo data away for good. What users made themselves stays; what it loses is listed first."""

from collections import defaultdict

from django.db import models, transaction
from django.db.models import ProtectedError, Q

from piste.accounts.models import User
from piste.history.models import ChangeSet, Event, Subject
from piste.history.subjects import all_subjects
from piste.imports.demo.loading import SOURCE
from piste.imports.models import SourceKey
from piste.pipeline import totals

# Rows that hang on others go first.
ORDER = ["note", "activity", "lead", "person", "company", "membership", "team", "user"]


def demo_rows() -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for noun, key in SourceKey.objects.filter(source=SOURCE).values_list("noun", "row_id"):
        rows[noun].append(key)
    return rows


def links() -> list[tuple[Subject, str, Subject]]:
    """The users' own rows that point at demo data: row, field, and the demo row it would lose."""
    rows = demo_rows()
    found = []
    for noun, model in all_subjects().items():
        for field in _links_of(model):
            target = field.related_model.noun
            own = model._base_manager.exclude(pk__in=rows[noun]).filter(**{f"{field.name}__in": rows[target]})
            found += [(row, field.name, getattr(row, field.name)) for row in own.select_related(field.name)]
    return found


@transaction.atomic
def remove_demo() -> int:
    """Removes the demo rows with what hangs on them and their history; returns how many there were.

    Demo users who acted on the users' own records are deactivated instead, so that history keeps its names.
    """
    rows = demo_rows()
    for row, field, _target in links():
        if row._meta.get_field(field).null:
            type(row)._base_manager.filter(pk=row.pk).update(**{field: None})
    threads = Q(pk__in=[])
    for noun in ("lead", "company", "person", "team", "user"):
        threads |= Q(thread_noun=noun, thread_id__in=rows[noun])
    for model in all_subjects().values():
        if hasattr(model, "thread_noun"):
            model._base_manager.filter(threads).delete()
    _forget(threads | _rows_of(rows))
    for noun in ORDER:
        if noun != "user":
            all_subjects()[noun]._base_manager.filter(pk__in=rows[noun]).delete()
    _remove_users(rows["user"])
    SourceKey.objects.filter(source=SOURCE).delete()
    totals.rebuild()
    return sum(len(keys) for keys in rows.values())


def _links_of(model: type[Subject]) -> list[models.ForeignKey]:
    """Without those of shares and followers, which name one of two: they go with whom they name."""
    nouns = set(ORDER)
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation
        and getattr(field.related_model, "noun", "") in nouns
        and not (field.null and field.remote_field.on_delete is models.CASCADE)
    ]


def _rows_of(rows: dict[str, list[int]]) -> Q:
    return models.Q(pk__in=[]) | models.Q(
        *[models.Q(noun=noun, row_id__in=keys) for noun, keys in rows.items()], _connector=models.Q.OR
    )


def _forget(which: Q) -> None:
    events = Event.objects.filter(which)
    sets = set(events.values_list("change_set_id", flat=True))
    events.delete()
    empty = ChangeSet.objects.filter(pk__in=sets, events=None)
    empty.filter(undoes__isnull=False).delete()
    empty.filter(undone_by=None).delete()


def _remove_users(keys: list[int]) -> None:
    for user in User._base_manager.filter(pk__in=keys):
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:
            user.is_active = False
            user.save(update_fields=["is_active"])
