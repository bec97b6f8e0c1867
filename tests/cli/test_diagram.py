"""`ruby-fsm diagram`: the committed drawings, one call's way, the traffic, and what goes wrong."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ruby_fsm.adapters.db.moves import open_moves
from ruby_fsm.cli import graphviz
from ruby_fsm.cli.diagram import diagram
from ruby_fsm.cli.drawings import NAMES, drawings
from ruby_fsm.cli.graphviz import hash_in, hash_of, svg
from ruby_fsm.cli.main import run
from ruby_fsm.core.call import CallState
from ruby_fsm.core.diagram import page
from ruby_fsm.core.dot import DARK, dot
from ruby_fsm.core.marks import Count, Move
from ruby_fsm.core.views import TALK, TITLES, Arrow, View, arrow_of, arrows
from ruby_fsm.errors import CallNotFound, Unavailable
from ruby_fsm.simulator import Answer, HangUp, Speech
from tests.app.kit import DANGER, HARMLESS, listening, quick, ringing, says
from tests.world import TO_NUMBER

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "diagrams"
SVG = "{http://www.w3.org/2000/svg}"
NAME = "Mirabelle"


def said(*words: str) -> Result:
    return CliRunner().invoke(diagram, list(words))


# --- the committed drawings ----------------------------------------------------------------------
def test_the_committed_drawings_are_todays() -> None:
    assert said("--check", str(FOLDER)).exit_code == 0


@pytest.mark.parametrize("view", View)
def test_a_committed_picture_is_what_graphviz_draws(view: View) -> None:
    text = (FOLDER / NAMES[view]).read_text(encoding="utf-8")

    assert text == svg(dot(view), TITLES[view]), "write it with: ruby-fsm diagram --write"


@pytest.mark.parametrize("view", View)
def test_a_picture_names_itself_and_asks_nobody(view: View) -> None:
    text = (FOLDER / NAMES[view]).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    title = root.find(f"{SVG}title")

    assert root.get("role") == "img"
    assert title is not None
    assert title.text == TITLES[view]
    assert {f"st_{state}" for state in (CallState.CRISIS, CallState.CLOSING)} <= {
        one.get("id") for one in root.iter(f"{SVG}g")
    }
    assert not re.search(r'(href|src|url\()\W*["(]?\s*(https?:)?//', text)
    assert hash_in(text) == hash_of(dot(view))


@pytest.mark.parametrize("view", View)
def test_every_colour_of_a_picture_has_its_other_self_on_a_dark_page(view: View) -> None:
    text = (FOLDER / NAMES[view]).read_text(encoding="utf-8")
    drawn = set(re.findall(r'(?:fill|stroke)="(#\w+)"', text.split("</style>")[1]))

    assert drawn <= set(DARK)
    for light in drawn:
        assert f'[fill="{light}"] {{ fill: {DARK[light]} }}' in text
        assert f'[stroke="{light}"] {{ stroke: {DARK[light]} }}' in text


def test_check_needs_no_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphviz, "RENDERER", "no-such-program")

    assert said("--check", str(FOLDER)).exit_code == 0


@pytest.mark.parametrize("name", [drawing.name for drawing in drawings()])
def test_a_missing_or_changed_drawing_is_told_with_the_way_out(tmp_path: Path, name: str) -> None:
    assert said("--write", str(tmp_path)).exit_code == 0
    fresh = said("--check", str(tmp_path))
    file = tmp_path / name
    file.write_text(file.read_text().replace("crisis", "Crisis").replace("sha256 ", "sha256 f"))
    stale = said("--check", str(tmp_path))
    file.unlink()
    missing = said("--check", str(tmp_path))

    assert (fresh.exit_code, stale.exit_code, missing.exit_code) == (0, 1, 1)
    assert f"{name}: stale" in stale.stderr
    assert f"{name}: missing" in missing.stderr
    assert "diagram --write" in missing.stderr


# --- one drawing ---------------------------------------------------------------------------------
def test_without_an_option_the_page_is_printed() -> None:
    assert said().stdout == page()


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize(("kind", "begins"), [("mermaid", "stateD"), ("dot", "dig"), ("svg", "<s")])
def test_every_view_comes_in_every_format(view: View, kind: str, begins: str) -> None:
    assert said("--view", view.value, "--format", kind).stdout.startswith(begins)


def test_the_name_of_the_file_chooses_the_format(tmp_path: Path) -> None:
    for name, begins in (("a.svg", "<svg"), ("a.dot", "digraph"), ("a.mmd", "stateDiagram")):
        assert said("-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_text().startswith(begins)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--write", "--check"], "exclude"),
        (["--call", "CL1", "--traffic"], "exclude"),
        (["--view", "crisis", "--check"], "one drawing"),
        (["somewhere"], "FOLDER"),
        (["--since", "2026-01-01"], "--traffic"),
        (["-o", "picture.jpg"], ".svg"),
        (["-o", "no/such/folder/a.svg"], "No such file"),
        (["--traffic", "--since", "2026-02-01", "--until", "2026-01-01"], "not before"),
        (["--view", "sideways"], "whole"),
    ],
)
def test_a_wrong_option_is_refused_with_the_right_one(words: list[str], named: str) -> None:
    result = said(*words)

    assert result.exit_code == 2
    assert named in " ".join(re.sub("[│╭─╮╰╯]", " ", result.stderr).split())


def test_without_graphviz_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphviz, "RENDERER", "no-such-program")

    told = f"{re.escape(sys.executable)} -m pip install.*--format mermaid"
    with pytest.raises(Unavailable, match=told):
        svg(dot(View.CRISIS), "title")


def test_what_graphviz_refuses_is_told_in_its_words() -> None:
    with pytest.raises(Unavailable, match=graphviz.RENDERER):
        svg("digraph {", "title")


# --- calls ---------------------------------------------------------------------------------------
async def played(data: Path) -> tuple[str, str]:
    """Three calls in a database: a talk with danger, one busy from the start, one that waits."""
    async with quick(data) as it:
        call_id, person = await listening(it, user_name=NAME)
        await says(it, person, Speech(HARMLESS))
        await it.pass_time(5)
        await says(it, person, Speech(DANGER))
        await says(it, person, HangUp())
        await it.over()
        sid = it.sid(call_id)
        await ringing(it, "+15551230002")
        await it.pass_time(1)
        return call_id, sid


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str, str]:
    call_id, sid = asyncio.run(played(tmp_path))
    monkeypatch.setenv("RUBY_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "ruby.db", call_id, sid


def test_a_way_is_the_log_of_the_call(database: tuple[Path, str, str]) -> None:
    path, call_id, _ = database

    async def read() -> list[Move]:
        async with open_moves(path) as moves:
            return await moves.way(call_id)

    way = asyncio.run(read())
    assert [move.dest for move in way] == [
        CallState.GREETING,
        CallState.LISTENING,
        CallState.RESPONDING,
        CallState.LISTENING,
        CallState.CRISIS,
        CallState.ENDED,
    ]
    assert all(arrow_of(move.start, move.dest, move.fact, arrows()) for move in way)


def test_call_draws_the_same_by_call_id_and_sid(database: tuple[Path, str, str]) -> None:
    _, call_id, sid = database
    drawn = [said("--call", ref, "--format", "dot").stdout for ref in (call_id, sid)]

    assert drawn[0] == drawn[1]
    assert re.search(r"5 at \d:\d\d: SpeechHeard", drawn[0])
    assert f"The way of {call_id}" in drawn[0]


def test_no_drawing_holds_what_is_personal(database: tuple[Path, str, str]) -> None:
    _, call_id, _ = database
    for words in (["--call", call_id], ["--traffic"]):
        for kind in ("mermaid", "dot", "svg"):
            text = said(*words, "--format", kind).stdout
            assert text
            assert not any(word in text for word in (NAME, TO_NUMBER, DANGER, HARMLESS))


def test_traffic_counts_calls_on_every_arrow(database: tuple[Path, str, str]) -> None:
    path, _, _ = database

    async def read() -> tuple[Mapping[Arrow, Count], int]:
        async with open_moves(path) as moves:
            return await moves.counts(arrows(), 0, 1 << 62), await moves.calls(0, 1 << 62)

    counts, calls = asyncio.run(read())
    with closing(sqlite3.connect(path)) as file:
        moved = "SELECT count(*) FROM ruby_events WHERE from_state <> to_state"
        assert sum(count.times for count in counts.values()) == file.execute(moved).fetchone()[0]
    assert calls == 2
    assert counts[TALK, CallState.CRISIS] == (1, 1)
    assert counts[CallState.LISTENING, CallState.RESPONDING] == (1, 1)
    assert counts[CallState.CLOSING, CallState.ENDED] == (0, 0)
    assert "1 of 2 calls, 50%" in said("--traffic", "--format", "mermaid").stdout


def test_traffic_of_another_time_counts_nothing(database: tuple[Path, str, str]) -> None:
    result = said("--traffic", "--until", "2001-01-01")

    assert result.exit_code == 0
    assert "no call" in result.stdout


def test_an_unknown_call_is_told(database: tuple[Path, str, str]) -> None:
    result = said("--call", "CL" + "0" * 32)

    assert isinstance(result.exception, CallNotFound)
    assert "a demo's summary names it" in str(result.exception)


async def test_a_database_in_use_is_read_beside_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUBY_DATA", str(tmp_path))
    async with quick(tmp_path) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await it.pass_time(1)
        path = it.parts.store.place
        async with open_moves(path) as moves:
            found = await moves.found(call_id)

    assert found == call_id


def test_no_database_is_told_and_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUBY_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert run(["diagram", "--traffic"]) == 69
    assert "ruby-fsm serve" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_another_version_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUBY_DATABASE_URL", f"sqlite:///{tmp_path / 'old.db'}")
    (tmp_path / "old.db").touch()

    assert run(["diagram", "--traffic"]) == 69
    assert "ruby-fsm db upgrade" in capsys.readouterr().err
