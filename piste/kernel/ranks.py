"""By-hand order as a fraction, so that a drop writes one row."""

# Half the gap of two neighbours 1.0 apart can be taken about thirty times before doubles run out of digits.
GAP = 1.0


def between(above: float | None, below: float | None) -> float | None:
    """A rank after `above` and before `below`; None when there is no number left between them."""
    if above is None:
        return 0.0 if below is None else below - GAP
    if below is None:
        return above + GAP
    middle = (above + below) / 2
    return middle if above < middle < below else None


def spread(count: int, above: float | None, below: float | None) -> list[float]:
    """`count` ranks in order, evenly between two outer ones."""
    if above is None or below is None:
        start = (below - (count + 1) * GAP) if below is not None else (above or 0.0)
        return [start + (place + 1) * GAP for place in range(count)]
    step = (below - above) / (count + 1)
    return [above + (place + 1) * step for place in range(count)]
