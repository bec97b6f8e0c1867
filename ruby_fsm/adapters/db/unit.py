"""The Unit port on both databases: every method is one or two compiled statements."""

from __future__ import annotations

from ruby_fsm.adapters.db.unit_calls import CallsPart
from ruby_fsm.adapters.db.unit_deliveries import DeliveriesPart
from ruby_fsm.adapters.db.unit_erasing import ErasingPart
from ruby_fsm.adapters.db.unit_forgetting import ForgettingPart
from ruby_fsm.adapters.db.unit_jobs import JobsPart
from ruby_fsm.adapters.db.unit_policy import PolicyPart
from ruby_fsm.adapters.db.unit_records import RecordsPart
from ruby_fsm.adapters.db.unit_resealing import ResealingPart
from ruby_fsm.adapters.db.unit_trust import TrustPart


class StoreUnit(
    CallsPart,
    JobsPart,
    PolicyPart,
    RecordsPart,
    ForgettingPart,
    ErasingPart,
    ResealingPart,
    TrustPart,
    DeliveriesPart,
):
    """See `ruby_fsm.app.ports.Unit`; `jobs_put` tells the engine what is new after the commit."""
