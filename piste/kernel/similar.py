"""How alike two names are (00.10): the trigrams of pg_trgm, counted here, so that both databases say the same."""

from piste.kernel.normal import company_name, plain

SIMILAR = 0.8
# An edit at the end of a word takes two trigrams and brings one: in fewer than these it is not similar any more.
EDITABLE_FROM = 14
PIECES_AT_MOST = 8
SPLIT_FROM = 8


def name_key(name: str) -> str:
    """The words of a company's name in normal form, each once and sorted: equal for names of similarity 1."""
    return " ".join(sorted(set(company_name(name).split())))


def trigrams(name: str) -> frozenset[str]:
    padded = (f"  {word} " for word in plain(name).split())
    return frozenset(word[start : start + 3] for word in padded for start in range(len(word) - 2))


def similarity(one: str, other: str) -> float:
    """From 0 to 1: the trigrams that both have, of those that any has."""
    mine, others = trigrams(one), trigrams(other)
    return len(mine & others) / len(mine | others) if mine and others else 0.0


def similar(one: str, other: str) -> bool:
    return similarity(one, other) >= SIMILAR


def held_by_similar(key: str) -> list[list[str]]:
    """What to search for: a text that holds a similar name holds all the terms of one of these lists.

    A difference that leaves names similar damages one piece of them; short names are similar only when equal.
    """
    pieces = _pieces(key)
    if len(trigrams(key)) < EDITABLE_FROM or len(pieces) < 2:
        return []
    return [pieces[:left_out] + pieces[left_out + 1 :] for left_out in range(len(pieces))]


def _pieces(key: str) -> list[str]:
    """The words of three letters and more, long ones in halves."""
    pieces: list[str] = []
    for word in key.split():
        half = len(word) // 2
        pieces += [word[:half], word[half:]] if len(word) >= SPLIT_FROM else [word] if len(word) >= 3 else []
    return sorted(pieces, key=len, reverse=True)[:PIECES_AT_MOST]
