"""What Piste costs: `python -m bench fill 100000`, `python -m bench measure` (docs/running/performance.md)."""
