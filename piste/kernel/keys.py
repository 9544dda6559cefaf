"""Numbers of rows as they come in addresses and forms."""

# A larger number is no row's: databases keep keys in 63 bits, and Python refuses to read endless digits.
DIGITS = 18


def is_key(typed: str) -> bool:
    return typed.isdecimal() and len(typed) <= DIGITS


def key(typed: str) -> int:
    """The number typed; 0, which is no row's, when it is none."""
    return int(typed) if is_key(typed) else 0
