"""The composition root: settings and config become a running service; it alone knows everyone.

The clock, the ids, randomness and the HTTP transport come in as a World.
"""

from ruby_fsm.wiring.parts import Parts
from ruby_fsm.wiring.running import assembled, running, service_app
from ruby_fsm.wiring.telephone import login
from ruby_fsm.wiring.world import NO_PROXY, Role, World, quiet_libraries

__all__ = [
    "NO_PROXY",
    "Parts",
    "Role",
    "World",
    "assembled",
    "login",
    "quiet_libraries",
    "running",
    "service_app",
]
