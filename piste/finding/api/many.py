"""Verbs on many rows of any noun (13.24): what this user may change is done, the rest is listed with the reason."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from piste.finding import background
from piste.finding.bulk import AT_MOST, Act, Outcome, Selection, acts_of, bounded, rows_for
from piste.history.api import JobOut, NotDoneOut, begun
from piste.history.long_acts import LARGE
from piste.history.subjects import model_of
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import parse
from piste.kernel.merged import followed
from piste.kernel.refusals import Refused
from piste.kernel.rest import Key, Said, only_tried

SEEN, EDITED = "visible_to", "editable_by"


class ManyIn(Said):
    ids: list[Key] = Field([], max_length=AT_MOST, description="the numbers of the records")
    filter: dict[str, Any] = Field({}, description="or all that fit these conditions, 10,000 at most")

    def keys(self, noun: str, user: Any, question: str = SEEN) -> list[int]:
        """Nothing named is nothing, never everything."""
        if not self.filter:
            return followed(model_of(noun), self.ids)
        rows = fitting(rows_for(user, noun, question), parse(noun, self.filter), Asker.of(user))
        rows = rows.filter(pk__in=self.ids) if self.ids else rows
        return list(rows.order_by().values_list("pk", flat=True)[: AT_MOST + 1])

    def values(self, user: Any) -> dict[str, Any]:
        return {}


class OutcomeOut(Schema):
    done: list[int]
    skipped: list[NotDoneOut]
    hidden: int = Field(description="how many of the numbers are not there, or not shared with the key's user")
    change_set: int | None = Field(description="what is undone together")


def offer(router: Router, noun: str, verb: str, summary: str, body: type[ManyIn] = ManyIn, *, act: str = "") -> None:
    """The address of an act on many rows: it is done as the bar over the list does it, which may call it `act`."""
    name = act or verb

    def many(request: HttpRequest, said: body) -> Any:  # type: ignore[valid-type]
        outcome = done(request, noun, name, said)
        return _told(outcome) if isinstance(outcome, Outcome) else outcome

    router.post(
        f"/{verb}",
        operation_id=f"{(router.tags or [noun])[0]}_bulk_{verb}",
        summary=f"Many: {summary}",
        response={200: OutcomeOut, 202: JobOut},
    )(many)


def done(request: HttpRequest, noun: str, name: str, said: ManyIn) -> Outcome | Status:
    """What came of it; of more than a hundred records the job that does it, and a try is never one."""
    act, by = acts_of(noun)[name], request.user
    keys = bounded(said.keys(noun, by, _question(act)))
    values = said.values(by)
    if len(keys) > LARGE and not only_tried(request):
        return begun(background.begin_said(noun, name, keys, said, by=by))
    return Selection(by, noun, keys).do(act, **values)


def _question(act: Act) -> str:
    """What lies in the trash is seen by those only who may bring it back."""
    return act.may if act.may not in (EDITED, "deletable_by") else SEEN


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "done": outcome.done,
        "skipped": [{"id": row.pk, "reason": reason} for row, reason in outcome.skipped],
        "hidden": outcome.hidden,
        "change_set": outcome.change_set,
    }


def only(sent: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    """The values for many rows, of which only the simple ones can be given. Raises Refused for others, and for none."""
    if not sent:
        raise Refused(_("Choose the field, then give its value."), field="values")
    if unknown := sorted(sent.keys() - set(allowed)):
        raise Refused(_("“%(field)s” cannot be changed on many at once.") % {"field": unknown[0]}, field="values")
    return sent
