"""Random histories of calls over real signed webhooks: after every step the invariants hold."""

from __future__ import annotations

import asyncio
import math
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from litestar import Litestar

from ruby_fsm.simulator import HandCallee
from tests.app.hasty import hasty
from tests.app.history import Draw, History
from tests.world import ruby

T = TypeVar("T")
HISTORIES = max(300, settings().max_examples)
SEED = 20_260_105
MOST_STEPS = 40
MEMORY = Path("/dev/shm")


class Stage:
    """What many histories share: a loop, a prepared data folder, the app, and what was seen."""

    def __init__(self, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.folder = folder
        self.template = folder / "template"
        self.configs = (hasty(), hasty(human="+14155550199"))
        self.done: Counter[str] = Counter()
        self.app: Litestar | None = None
        self._next = count(1)
        self.runner.run(self._prepare())

    def play(self, data: st.DataObject) -> None:
        steps = data.draw(st.integers(5, MOST_STEPS), label="steps")
        self.runner.run(self._play(data, steps))

    async def _prepare(self) -> None:
        async with ruby(self.template, config=self.configs[0]) as it:
            self.app = it.app

    async def _play(self, data: st.DataObject, steps: int) -> None:
        folder = self.folder / str(next(self._next))
        shutil.copytree(self.template, folder)
        people: list[HandCallee] = []

        def person(_: str) -> HandCallee:
            people.append(HandCallee())
            return people[-1]

        world = ruby(
            folder,
            config=data.draw(st.sampled_from(self.configs)),
            by_hand=True,
            speed=math.inf,
            callee_for=person,
            app=self.app,
        )
        try:
            async with world as it:
                await History(it, drawing(data), people, self.done).go(steps)
        finally:
            shutil.rmtree(folder)


def drawing(data: st.DataObject) -> Draw:
    def draw(options: Sequence[T], /) -> T:
        return data.draw(st.sampled_from(options))

    return draw


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    where = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        stage = Stage(Path(folder))
        yield stage
        stage.runner.close()
        done = ", ".join(f"{many} {name}" for name, many in stage.done.most_common())
        terminal = request.config.get_terminal_writer()
        terminal.line(f"\nseed {SEED}, {HISTORIES} histories: {done}")


@seed(SEED)
@settings(
    max_examples=HISTORIES,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_invariants_1_to_5_7_10_11_13_15_to_22_26_27_30_32(
    stage: Stage, data: st.DataObject
) -> None:
    stage.play(data)
