"""An application on Twilio's agent framework (twilio-agent-connect), called by our simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from tac import TAC
from tac.channels.voice import VoiceChannel
from tac.core.config import TACConfig
from tac.models.outbound import CallOptions, InitiateVoiceConversationOptions
from tac.models.voice import AmdEvent, CallStatusEvent
from tac.server import TACFastAPIServer, TACServerConfig

from ruby_fsm.simulator import Call, Script, ScriptedCallee, Simulator
from tests.simulator.sim_world import ACCOUNT, FROM, TO, TOKEN
from tests.simulator.test_twilio_client import served

KEY, SECRET = f"SK{'1' * 32}", "secret-of-the-key"
DOMAIN = "agent.test"
EVENTS = ["initiated", "ringing", "answered", "completed"]


@dataclass
class Agent:
    """The application, the simulator that calls for it, and what it understood."""

    voice: VoiceChannel
    sim: Simulator
    statuses: list[CallStatusEvent] = field(default_factory=list[Any])
    machines: list[AmdEvent] = field(default_factory=list[Any])

    async def places(self, **options: Any) -> str:
        """A call of its own: its document, its callbacks. Returns the sid."""
        asked = InitiateVoiceConversationOptions(
            to=TO, call_options=CallOptions(status_callback_event=EVENTS, **options)
        )
        return (await self.voice.initiate_outbound_conversation(asked)).call_sid

    async def places_by_client(self, **order: Any) -> str:
        """A call by its client and with its callbacks, but with another document."""
        client = self.voice._get_twilio_client()
        base = f"https://{DOMAIN}/twilio/call-events"
        order = {"status_callback": f"{base}/status", **order}
        created = await asyncio.to_thread(client.calls.create, to=TO, from_=FROM, **order)
        return str(created.sid)

    async def ended(self, sid: str) -> Call:
        call = await self.sim.finished(sid)
        await self.sim.quiet()
        return call

    async def note_status(self, event: CallStatusEvent) -> None:
        self.statuses.append(event)

    async def hang_up_on_machines(self, event: AmdEvent) -> None:
        self.machines.append(event)
        if event.is_machine:
            assert await self.voice.end_call(event.call_sid)


@asynccontextmanager
async def agent(*steps: dict[str, Any], token: str = TOKEN) -> AsyncIterator[Agent]:
    config = TACConfig(
        account_sid=ACCOUNT,
        auth_token=token,
        api_key=KEY,
        api_secret=SECRET,
        phone_number=FROM,
        voice_public_domain=DOMAIN,
    )
    tac = TAC(config)
    voice = VoiceChannel(tac)
    server = TACFastAPIServer(tac, voice_channel=voice, config=TACServerConfig())
    callee = ScriptedCallee(Script.of("agent", steps), asyncio.sleep)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(server.app)) as http:
        sim = Simulator(
            *(ACCOUNT, TOKEN),
            http=http,
            callee_for=lambda _: callee,
            api_keys={KEY: SECRET},
            speed=20,
        )
        it = Agent(voice, sim)
        voice.on_call_status(it.note_status)
        voice.on_amd(it.hang_up_on_machines)
        async with served(sim.app) as base:
            voice._get_twilio_client().api.base_url = base
            yield it
            await sim.close()
