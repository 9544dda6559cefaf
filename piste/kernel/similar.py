"""How alike two names are (00.10): the trigrams of pg_trgm, counted here, so that both databases say the same."""

from functools import lru_cache
from hashlib import blake2b

from piste.kernel.normal import company_name, plain

SIMILAR = 0.8
# An edit at the end of a word takes two trigrams and brings one: in fewer than these it is not similar any more.
EDITABLE_FROM = 14
END = 4
REST_AT_LEAST = 8
MARKS_AT_MOST = 30


def name_key(name: str) -> str:
    """The words of a company's name in normal form, each once and sorted: equal for names of similarity 1."""
    return " ".join(sorted(set(company_name(name).split())))


# Some kilobytes each: enough for the names that are compared at one time, all of which come again and again.
@lru_cache(maxsize=1024)
def trigrams(name: str) -> frozenset[str]:
    padded = (f"  {word} " for word in plain(name).split())
    return frozenset(word[start : start + 3] for word in padded for start in range(len(word) - 2))


def similarity(one: str, other: str) -> float:
    """From 0 to 1: the trigrams that both have, of those that any has."""
    mine, others = trigrams(one), trigrams(other)
    return len(mine & others) / len(mine | others) if mine and others else 0.0


def similar(one: str, other: str) -> bool:
    return similarity(one, other) >= SIMILAR


def marks(key: str) -> set[int]:
    """Numbers of which similar names share one, so that an index finds them by equality.

    A difference that leaves names similar damages one word, and of a long word not both ends: what is left of the
    name without it is the same. Short names are similar only when equal.
    """
    if len(trigrams(key)) < EDITABLE_FROM:
        return set()
    words = key.split()
    left = [key]
    for place, word in enumerate(words):
        rest = " ".join(words[:place] + words[place + 1 :])
        if len(rest) >= REST_AT_LEAST:
            left.append(rest)
        if len(word) >= 2 * END:
            left += [f"{rest} {word[:END]}-", f"{rest} -{word[-END:]}"]
    return {_number(part) for part in left[:MARKS_AT_MOST]}


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")
