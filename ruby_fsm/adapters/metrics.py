"""Prometheus' side of the metrics: a registry of our own, made from the list of measures."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from ruby_fsm.app.measures import MEASURES, Kind, Measure

Metric = Counter | Gauge | Histogram


class Metrics:
    """See `ruby_fsm.app.ports.Meter`. One per process; a process is scraped at its own address."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._metrics = {measure: self._made(measure) for measure in MEASURES}

    def count(self, measure: Measure, *labels: str) -> None:
        metric = self._metrics[measure]
        assert isinstance(metric, Counter)
        (metric.labels(*labels) if labels else metric).inc()

    def observe(self, measure: Measure, value: float, *labels: str) -> None:
        metric = self._metrics[measure]
        assert isinstance(metric, Histogram)
        (metric.labels(*labels) if labels else metric).observe(value)

    def set(self, measure: Measure, value: float, *labels: str) -> None:
        metric = self._metrics[measure]
        assert isinstance(metric, Gauge)
        (metric.labels(*labels) if labels else metric).set(value)

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def _made(self, measure: Measure) -> Metric:
        told, labels = measure.told, measure.labels
        match measure.kind:
            case Kind.COUNTER:
                return Counter(measure.name, told, labels, registry=self._registry)
            case Kind.GAUGE:
                return Gauge(measure.name, told, labels, registry=self._registry)
            case Kind.HISTOGRAM:
                return Histogram(
                    measure.name, told, labels, registry=self._registry, buckets=measure.buckets
                )
