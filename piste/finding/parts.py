"""What the templates of the condition builder are given."""

from typing import Any

from django.utils.translation import gettext as _

from piste.finding import offers
from piste.finding.drafts import Condition, Draft
from piste.kernel.criteria.fields import Noun


def builder(noun: Noun, draft: Draft, user: Any) -> dict[str, Any]:
    def controls(condition: Condition) -> list[offers.Control]:
        return offers.controls(condition, noun, user)

    return {
        "noun": noun.name,
        "draft": draft.with_blank(),
        "field_groups": offers.field_groups(noun),
        "kinds": {"all": _("all of these"), "any": _("any of these"), "none": _("none of these")},
        "operators": offers.operators,
        "controls": controls,
        "is_group": lambda item: isinstance(item, Draft),
    }
