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
from random import Random
from typing import TypeVar

import pytest
from hypothesis import settings
from litestar import Litestar

from ruby_fsm.simulator import HandCallee
from tests.app.acts import Draw
from tests.app.hasty import hasty
from tests.app.history import History
from tests.world import ruby

T = TypeVar("T")
HISTORIES = max(300, settings().max_examples)
SEEDS = (20_260_105, 20_260_106, 20_260_107, 20_260_108)  # a test each, so that cores share
MOST_STEPS = 30
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

    def play(self, chance: Random) -> None:
        self.runner.run(self._play(chance, chance.randint(5, MOST_STEPS)))

    async def _prepare(self) -> None:
        async with ruby(self.template, config=self.configs[0]) as it:
            self.app = it.app

    async def _play(self, chance: Random, steps: int) -> None:
        folder = self.folder / str(next(self._next))
        shutil.copytree(self.template, folder)
        people: list[HandCallee] = []

        def person(_: str) -> HandCallee:
            people.append(HandCallee())
            return people[-1]

        world = ruby(
            folder,
            config=chance.choice(self.configs),
            by_hand=True,
            speed=math.inf,
            callee_for=person,
            app=self.app,
        )
        try:
            async with world as it:
                await History(it, drawing(chance), people, self.done).go(steps)
        finally:
            shutil.rmtree(folder)


def drawing(chance: Random) -> Draw:
    def draw(options: Sequence[T], /) -> T:
        return chance.choice(options)

    return draw


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    where = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        stage = Stage(Path(folder))
        yield stage
        stage.runner.close()
        done = ", ".join(f"{many} {name}" for name, many in stage.done.most_common())
        report = request.config.pluginmanager.get_plugin("terminalreporter")
        if report is not None:  # a worker of several has none; the seed is in the test's id
            report.write_line(f"\nhistories so far: {done}")


@pytest.mark.parametrize("number", SEEDS, ids=lambda number: f"seed-{number}")
def test_invariants_1_to_5_7_10_11_13_15_to_22_26_27_30_32(stage: Stage, number: int) -> None:
    """Chance comes from a seed of each history's own, not from Hypothesis.

    What can be drawn depends on what is under way, and that on threads; Hypothesis would call a
    history flaky that only took another turn. A failing one names its seed.
    """
    for n in range(math.ceil(HISTORIES / len(SEEDS))):
        own = f"{number}-{n}"
        try:
            stage.play(Random(own))
        except BaseException as error:
            error.add_note(f"in the history of seed {own}")
            raise
