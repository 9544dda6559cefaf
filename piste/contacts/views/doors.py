"""Finding the one contact that a door acts on."""

from django.http import Http404, HttpRequest

from piste.contacts.facts import MODELS
from piste.contacts.models import Contact
from piste.history.merging import refuse_gone


def editable(request: HttpRequest, noun: str, pk: int) -> Contact:
    """The contact, if this person may change it; what became of it, if it was deleted or merged meanwhile."""
    found = MODELS[noun].objects.editable_by(request.user).filter(pk=pk).first()
    if found is None:
        refuse_gone(MODELS[noun], pk, request.user)
        raise Http404
    return found
