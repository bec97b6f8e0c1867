"""`run.py` gets an old Python far enough to find a newer one, or to say what to install."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.house.tiny import CHECKOUT

# Grammar that `feature_version` lets through, and names evaluated where they stand.
NEWER_NODES = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match)
NEWER_SNIPPETS = (
    *('f"{x}"', "x: int = 1", "(x := 1)", "a @ b", "[*a, *b]", "{**a}", "1_000"),
    *("def f(x: list[str]): pass", "def f() -> int | None: pass", "async def f(): pass"),
    *("def f(a, /): pass", "match a:\n case 1: pass", "from __future__ import annotations"),
)


def faults(source: str) -> list[str]:
    """Everything in `source` that Python 3.4 does not parse or would stumble over."""
    try:
        tree = ast.parse(source, feature_version=(3, 4))
    except SyntaxError as error:
        return [str(error)]
    return [
        f"line {getattr(node, 'lineno', '?')}: {node}" for node in ast.walk(tree) if newer(node)
    ]


def newer(node: ast.AST) -> bool:
    match node:
        case ast.List() | ast.Tuple() | ast.Set():
            return any(isinstance(item, ast.Starred) for item in node.elts)
        case ast.Dict():
            return None in node.keys
        case ast.arg(annotation=hint) | ast.FunctionDef(returns=hint):
            return not isinstance(hint, ast.Constant | ast.Name | None)
        case ast.ImportFrom():
            return node.module == "__future__"
        case _:
            return isinstance(node, NEWER_NODES)


def test_run_py_is_written_in_the_grammar_of_python_3_4() -> None:
    assert faults((CHECKOUT / "run.py").read_text()) == []


@pytest.mark.parametrize("snippet", NEWER_SNIPPETS)
def test_newer_grammar_would_be_noticed(snippet: str) -> None:
    assert faults(snippet)


@pytest.mark.parametrize("path", ["run.py", *(f.name for f in (CHECKOUT / "tools").glob("*.py"))])
def test_start_needs_the_standard_library_alone(path: str) -> None:
    file = CHECKOUT / path if path == "run.py" else CHECKOUT / "tools" / path
    nodes = list(ast.walk(ast.parse(file.read_text())))
    names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"tools"}


def program(file: Path, lines: str) -> None:
    file.write_text(f"#!/bin/sh\n{lines}\n")
    file.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins for Python are POSIX scripts")
class TestSearch:
    def test_shim_that_runs_nothing_is_passed_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program(tmp_path / "python3.13", "exit 127")
        program(tmp_path / "python3.12", "exit 0")
        monkeypatch.setenv("PATH", str(tmp_path))

        assert run.newer_python() == [str(tmp_path / "python3.12")]

    def test_python_that_cannot_be_started_is_passed_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program(tmp_path / "python3.13", "")
        (tmp_path / "python3.13").write_text("#!/nowhere/at/all\n")
        monkeypatch.setenv("PATH", str(tmp_path))

        assert run.newer_python() is None

    def test_none_on_the_machine_ends_69_with_the_line_to_type(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        program(tmp_path / "apt-get", "exit 0")
        monkeypatch.setenv("PATH", str(tmp_path))

        code = run.start_again(["demo"])

        words = capsys.readouterr().err.splitlines()
        assert code == 69
        assert sys.executable in words[0]
        assert words[1] == "Install one: sudo apt-get install -y python3.11 python3.11-venv"

    def test_old_python_hands_every_word_to_the_newer_one(self, tmp_path: Path) -> None:
        program(tmp_path / "python3.12", 'if [ "$1" != -c ]; then printf "%s\\n" "$@"; exit 5; fi')
        old = "import run, sys; run.OLDEST = (99,); sys.exit(run.main(['call', 'two words']))"

        done = subprocess.run(
            [sys.executable, "-c", old],
            cwd=CHECKOUT,
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 5
        assert done.stdout.splitlines() == [str(CHECKOUT / "run.py"), "call", "two words"]
