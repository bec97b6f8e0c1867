"""The tables of a run, as they stand in README.md."""

from __future__ import annotations

from collections.abc import Mapping

from bench import contenders as c
from bench.load import Figures

HEAD = (
    "| what answers | turns per CPU s | of the limit | of FastAPI in memory | of FastAPI durable "
    "| turns/s | p50 ms | p99 ms |\n|---|--:|--:|--:|--:|--:|--:|--:|"
)


def turns(found: Mapping[str, Figures]) -> str:
    """Ratios are per CPU second of the server's processes."""
    return "\n".join([HEAD, *(row(name, found) for name in found)])


def row(name: str, found: Mapping[str, Figures]) -> str:
    own = found[name]
    against = (c.LIMIT.name, c.MEMORY.name, c.DURABLE.name)
    ratios = [f"{own.per_cpu_s / found[other].per_cpu_s:.2f}" for other in against]
    figures = [f"{own.per_s:,.0f}", f"{own.p50_ms:.0f}", f"{own.p99_ms:.0f}"]
    return "| " + " | ".join([name, f"{own.per_cpu_s:,.0f}", *ratios, *figures]) + " |"


def crowd(calls: int, few: Figures, many: Figures) -> str:
    ratio, wall = many.per_cpu_s / few.per_cpu_s, many.per_s / few.per_s
    return (
        f"200 calls at once against {calls}: {wall:.2f} of the turns/s (>= 0.8), {ratio:.2f} per "
        f"CPU second; p99 {many.p99_ms:.0f} ms against {few.p99_ms:.0f} ms"
    )


def growth(found: Mapping[int, tuple[float, float, float]]) -> str:
    """CPU ms of each, and the last against the first."""
    lines = [
        "| past calls | a turn | the active list | analytics of one call |",
        "|--:|--:|--:|--:|",
    ]
    for size, costs in found.items():
        lines.append(f"| {size:,} | " + " | ".join(f"{cost:.2f} ms" for cost in costs) + " |")
    *_, most = found.values()
    least = next(iter(found.values()))
    ratios = [f"{more / less:.2f}" for more, less in zip(most, least, strict=True)]
    return "\n".join([*lines, "| ratio (<= 1.10) | " + " | ".join(ratios) + " |"])
