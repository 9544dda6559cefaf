"""How the events of keys are told; and what is wrong with a value, in the language that was asked for: pydantic itself
speaks English only.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.history.wording import Wording, tell

tell(
    {
        "api_key.created": Wording(gettext_lazy("%(who)s made the API key %(row)s"), icon="key"),
        "api_key.ended": Wording(gettext_lazy("%(who)s ended the API key %(row)s"), icon="lock"),
    }
)

MESSAGES = {
    "missing": gettext_lazy("This field is missing."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "greater_than_equal": gettext_lazy("Not less than %(ge)s."),
    "less_than_equal": gettext_lazy("Not more than %(le)s."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters."),
    "too_long": gettext_lazy("At most %(max_length)s of them."),
    "literal_error": gettext_lazy("One of %(expected)s."),
    "decimal_max_places": gettext_lazy("At most %(decimal_places)s decimal places."),
}
# By the beginning of what pydantic calls it.
KINDS = {
    "int": gettext_lazy("This is no whole number."),
    "decimal": gettext_lazy("This is no number."),
    "float": gettext_lazy("This is no number."),
    "finite": gettext_lazy("This is no number."),
    "bool": gettext_lazy("Send true or false."),
    "string": gettext_lazy("This is no text."),
    "datetime": gettext_lazy("This is no moment, such as 2027-05-31T14:00:00+02:00."),
    "date": gettext_lazy("This is no date, such as 2027-05-31."),
    "time": gettext_lazy("This is no time, such as 14:00."),
    "list": gettext_lazy("This is no list."),
    "dict": gettext_lazy("Send an object of fields."),
}


def message(error: dict[str, Any]) -> str:
    kind = error["type"]
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if kind in MESSAGES:
        # A text of pydantic's own, such as 'lead' or 'opportunity'.
        context = error.get("ctx", {})
        named = {name: str(value).replace(" or ", ", ") for name, value in context.items()}
        return str(MESSAGES[kind]) % named
    return str(KINDS.get(kind.partition("_")[0], _("This value is not valid.")))
