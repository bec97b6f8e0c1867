"""The server of a process: told to stop, it lets everything close in order."""

from __future__ import annotations

import signal

from ruby_fsm.cli.hosting import LOOPBACK, Host, listening, server_config


async def test_told_twice_to_stop_the_app_still_hears_of_the_end() -> None:
    """As where a terminal tells the whole group, and the process once more; else a traceback."""
    heard: list[str] = []

    async def app(scope, receive, send) -> None:
        while not heard or heard[-1] != "lifespan.shutdown":
            heard.append((await receive())["type"])
            await send({"type": f"{heard[-1]}.complete"})

    class ToldTwice(Host):
        async def main_loop(self) -> None:
            for _ in range(2):
                signal.raise_signal(signal.SIGTERM)
            await super().main_loop()

    server = ToldTwice(server_config(app), on_stop=lambda: None)
    await server.serve(sockets=[listening(LOOPBACK, 0)])

    assert server.force_exit
    assert heard == ["lifespan.startup", "lifespan.shutdown"]
