"""From the start of the process to the first healthy answer."""

from __future__ import annotations

import statistics

from bench.contenders import SERVE, Field
from bench.servers import HEALTH, ours, started

TIMES = 7


async def start_s(given: Field) -> float:
    """Median, on a database that is there, after a first start that is left out."""
    folder = given.of("start")
    environment = ours(folder, given.rest_url)
    took_s: list[float] = []
    for _ in range(TIMES + 1):
        async with started(SERVE, folder, environment, target=HEALTH) as server:
            took_s.append(server.ready_s)
    return statistics.median(took_s[1:])
