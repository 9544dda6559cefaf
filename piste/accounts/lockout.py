"""Wrong passwords cost time: after some failures each further try waits 1, 2, 4 ... 15 minutes, never for good (12.15).

Counted for an account from a network, so that nobody can lock out somebody else, and for a network alone, so that
trying one password on many accounts is slow too. Unknown accounts are counted like known ones.
"""

import hashlib
from math import ceil

from django.core.cache import cache

from piste.kernel import clock

FREE_FOR_ACCOUNT = 5
FREE_FOR_NETWORK = 25
LONGEST_WAIT = 15 * 60
FORGOTTEN_AFTER = 24 * 3600
# A whole office, or all that come by one proxy, mistype now and then all day long.
NETWORK_FORGOTTEN_AFTER = 3600


def minutes_to_wait(account: str, network: str) -> int:
    """Whole minutes until the next try is allowed; 0 when it is allowed now."""
    now = clock.now().timestamp()
    until = max(_read(key)[1] for key in _allowances(account, network))
    return max(0, ceil((until - now) / 60))


def count_failure(account: str, network: str) -> None:
    now = clock.now().timestamp()
    for key, free in _allowances(account, network).items():
        failures = _read(key)[0] + 1
        wait = min(60 * 2 ** (failures - free), LONGEST_WAIT) if failures >= free else 0
        kept = NETWORK_FORGOTTEN_AFTER if key == _key(network) else FORGOTTEN_AFTER
        cache.set(key, (failures, now + wait), kept)


def forget(account: str, network: str) -> None:
    """The right password was given: this account owes nothing more. The network's count stays."""
    cache.delete(_account_key(account, network))


def _allowances(account: str, network: str) -> dict[str, int]:
    """What is counted, and how many failures are free."""
    return {_account_key(account, network): FREE_FOR_ACCOUNT, _key(network): FREE_FOR_NETWORK}


def _account_key(account: str, network: str) -> str:
    return _key(network, account.casefold())


def _key(*parts: str) -> str:
    return "lockout:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _read(key: str) -> tuple[int, float]:
    return cache.get(key, (0, 0.0))
