"""The words around what somebody looked for."""

from dataclasses import dataclass

from piste.kernel.normal import plain
from piste.kernel.search import terms

BEFORE = 40
LONGEST = 160
# Further down nobody looks for the place; the text then begins at its beginning.
READ_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    meant: bool = False


def snippet(text: str, typed: str) -> list[Piece]:
    """A cut of the text around the first word that was looked for, with all of those words marked."""
    text = " ".join(text[:READ_AT_MOST].split())
    hits = _hits(text, terms(typed))
    start = _word_start(text, max(0, hits[0][0] - BEFORE)) if hits else 0
    end = start + LONGEST
    pieces, at = [Piece("… ")] if start else [], start
    for first, last in hits:
        if first >= at and last <= end:
            pieces += [Piece(text[at:first]), Piece(text[first:last], meant=True)]
            at = last
    pieces += [Piece(text[at:end])] + ([Piece("…")] if end < len(text) else [])
    return [piece for piece in pieces if piece.text]


def _hits(text: str, looked_for: list[str]) -> list[tuple[int, int]]:
    """Where the terms stand, from and to, in order; without accents and case, as the search looks for them."""
    signs, origin = _unfolded(text)
    hits = []
    for term in looked_for:
        word, begins = term.strip(), term.startswith(" ")
        at = signs.find(word)
        while at >= 0:
            if not begins or at == 0 or signs[at - 1] == " ":
                hits.append((origin[at], origin[at + len(word) - 1] + 1))
            at = signs.find(word, at + len(word))
    return sorted(hits)


def _unfolded(text: str) -> tuple[str, list[int]]:
    """The text in its searchable form, and from which sign of the text each of its signs comes."""
    signs: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(text):
        form = " " if sign == " " else plain(sign)
        signs.append(form)
        origin += [place] * len(form)
    return "".join(signs), origin


def _word_start(text: str, at: int) -> int:
    return text.find(" ", at) + 1 if at and text.find(" ", at) >= 0 else at
