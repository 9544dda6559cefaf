"""Which rows the merged ones have become (02.35): a model that merges says so in its column `merged_into`."""

from collections.abc import Iterable
from typing import Any

# How often what took something up may have been taken up itself.
CHAIN = 20


def became(model: Any, keys: Iterable[int]) -> dict[int, int]:
    """Of the merged ones among these rows their keys, each with that of what it became in the end."""
    if not hasattr(model, "merged_into"):
        return {}
    led = {key: key for key in keys}
    for _step in range(CHAIN):
        merged = model._base_manager.filter(pk__in=set(led.values())).exclude(merged_into=None)
        steps = dict(merged.values_list("pk", "merged_into"))
        if not steps:
            break
        led = {key: steps.get(at, at) for key, at in led.items()}
    return {key: at for key, at in led.items() if at != key}


def followed(model: Any, keys: Iterable[int]) -> list[int]:
    """The keys with those of merged rows replaced by what they became, each once and in their order."""
    keys = list(keys)
    led = became(model, keys)
    return list(dict.fromkeys(led.get(key, key) for key in keys))
