"""The records that somebody selects to be merged (02.29, 02.B1)."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet

AT_MOST = 20


def mergeable_or_404(user: Any, keys: list[int]) -> LeadQuerySet:
    """The records, if they are few enough to be looked at, and this person may change every one of them.

    Raises Refused with the references of those that he only sees, and of one that was merged meanwhile.
    """
    if not 2 <= len(set(keys)) <= AT_MOST:
        raise Refused(_("Select 2 to 20 records."))
    rows = Lead.objects.editable_by(user).filter(pk__in=keys)
    others = set(keys).difference(rows.values_list("pk", flat=True))
    if not others:
        return rows
    seen = Lead.objects.visible_to(user).filter(pk__in=others).order_by("pk")
    if len(seen) < len(others):
        _refuse_merged(user, others)
        raise Http404
    names = ", ".join(lead.reference for lead in seen)
    raise Refused(_("You may not change %(records)s. Nothing was merged.") % {"records": names})


def _refuse_merged(user: Any, keys: set[int]) -> None:
    """Who saw a record that was merged meanwhile is told so."""
    visible = Lead.objects.visible_to(user)
    for lead in Lead.objects.filter(pk__in=keys, merged_into__in=visible).select_related("merged_into"):
        raise Refused(
            _("%(record)s was merged into %(other)s meanwhile. Nothing was merged.")
            % {"record": lead.reference, "other": lead.merged_into.reference}
        )
