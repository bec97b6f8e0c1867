"""`docs/reference/metrics.md`, written from the list of measures."""

from __future__ import annotations

from ruby_fsm.app.measures import MEASURES, Measure

PAGE = """\
# Metrics

`GET /metrics` gives them in Prometheus' text format, to whoever has a token. Scrape every process
at its own address: counters and histograms are a process's own and are added up (`sum`); gauges of
calls, queue, escalations and jobs stand in the shared database and are everywhere alike (`max`).
No label holds anything of a person. What to alert on is in `deploy/prometheus/alerts.yml`, and what
to do then in [when an alert fires](../how-to/when-an-alert-fires.md).

| name | kind | labels | tells |
|---|---|---|---|
{rows}

This page is written from the code.
"""


def metrics_reference() -> str:
    return PAGE.format(rows="\n".join(row(one) for one in MEASURES))


def row(measure: Measure) -> str:
    labels = ", ".join(f"`{label}`" for label in measure.labels)
    return f"| `{measure.name}` | {measure.kind} | {labels} | {measure.told} |".replace(
        "|  |", "| |"
    )
