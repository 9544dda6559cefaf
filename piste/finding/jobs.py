"""What happens by the clock: whoever has a saved view that cannot be asked any more is told, without opening it."""

from piste.finding import saved
from piste.finding.models import SavedView
from piste.finding.verbs.saving import tell_switched_off
from piste.kernel import schedule


@schedule.every(hours=24)
def look_through_views() -> None:
    for view in SavedView.objects.filter(deleted_at=None).select_related("owner").iterator():
        if unusable := saved.living_to_owner(view).unusable:
            tell_switched_off(view, unusable=unusable)
