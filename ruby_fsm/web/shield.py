"""A coarse limit on requests by client address, in this process alone, in bounded memory."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

MOST_ADDRESSES = 10_000
HOST_BITS = 64  # of IPv6 one subscriber has at least so many to himself


class Shield:
    """The generic cell rate algorithm; `now` in seconds, never going back."""

    def __init__(
        self,
        requests: int,
        within_s: float,
        now: Callable[[], float],
        most: int = MOST_ADDRESSES,
    ) -> None:
        self.step_s = within_s / requests
        self.ahead_s = within_s - self.step_s
        self.now = now
        self.most = most
        self.due: OrderedDict[str, float] = OrderedDict()

    def wait_s(self, address: str) -> int:
        """0: it may come; else how many seconds it should stay away."""
        key, now = network_of(address), self.now()
        due = max(self.due.get(key, now), now)
        wait = due - now - self.ahead_s
        if wait > 0:
            return math.ceil(wait)
        self.due[key] = due + self.step_s
        self.due.move_to_end(key)
        if len(self.due) > self.most:  # whoever was away longest is forgotten
            self.due.popitem(last=False)
        return 0


def network_of(address: str) -> str:
    """The address; of IPv6 the network, for who has one address has them all."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> HOST_BITS << HOST_BITS))
    return str(found)
