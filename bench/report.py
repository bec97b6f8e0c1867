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
