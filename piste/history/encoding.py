from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class ExactEncoder(DjangoJSONEncoder):
    """Django's encoder cuts times to milliseconds; undo compares the stored time with the row's, to the last digit."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
