"""Language and time zone of whoever asks."""

import zoneinfo

from django.utils import timezone, translation

from piste.accounts.models import Site
from piste.ui import place


class PlaceMiddleware:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        request.site = Site.current()
        user = request.user
        if user.is_authenticated:
            language, zone = user.language, user.time_zone
        else:
            language, zone = translation.get_language_from_request(request), request.site.time_zone
        with (
            place.at(request.site),
            translation.override(language),
            timezone.override(zoneinfo.ZoneInfo(zone)),
        ):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
