"""Every fault of a config is told at once, with its place, its value and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruby_fsm.config.load import default_path, load, parse
from ruby_fsm.config.schema import Config
from ruby_fsm.errors import ConfigError
from tests.conftest import Golden

FOLDER = Path(__file__).parents[1] / "golden" / "config"
DEFAULT = default_path().read_text(encoding="utf-8")
LINES = DEFAULT.splitlines(keepends=True)
JUNK = ["", "\n", "x: 1\n", "  - y\n", "{", "]", ": ", "'", '"', "\t", "&a ", "*a ", "!!x ", "\x07"]
JUNK += [
    "<<: *a\n",
    "%",
    "@",
    "null",
    "{name}",
    "é",
    "\ufeff",
    "---\n",
    "...\n",
    "? ",
    "-1e999",
    "|",
]


def faults_in(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.faults


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_broken_config_gives_the_committed_faults(path: Path, golden: Golden) -> None:
    faults = faults_in(path.read_text(encoding="utf-8"))

    golden(path.with_suffix(".txt"), "\n".join(faults) + "\n")


def test_there_are_broken_configs_to_look_at() -> None:
    assert len(list(FOLDER.glob("*.yaml"))) >= 10


def test_a_misspelt_key_is_named_with_its_line_and_the_right_key() -> None:
    text = DEFAULT.replace("        high:\n          say:", "        high:\n          sayy:", 1)
    line = text[: text.index("          sayy:")].count("\n") + 1

    faults = faults_in(text)

    level = "languages.en.crisis.levels.high"
    assert faults == (
        f"config.yaml:{line - 1}:9: {level}: say missing, and there is no default",
        f"config.yaml:{line}:11: {level}.sayy: unknown key; did you mean 'say'?",
    )


@pytest.mark.parametrize("level", ["high", "imminent", "none", "severe"])
def test_the_level_of_a_crisis_can_not_be_raised(level: str) -> None:
    (fault,) = faults_in(DEFAULT.replace("  at: moderate", f"  at: {level}"))

    assert f"crisis.at: '{level}' is not allowed; write 'low' or 'moderate'" in fault


@pytest.mark.parametrize("level", ["moderate", "high", "imminent"])
def test_invariant_25_no_start_without_an_escalation_path(level: str) -> None:
    path = f"    {level}:\n      - "
    assert path in DEFAULT

    faults = faults_in(DEFAULT.replace(path, f"    {level}: []\n    x{level}:\n      - "))

    assert any(f"crisis.paths.{level}: holds 0 of the 1 needed" in fault for fault in faults)


@pytest.mark.parametrize("words", ["resources", "crisis"])
def test_invariant_25_no_start_where_a_language_lacks_its_crisis_words(words: str) -> None:
    head = f"    {words}:"
    assert head in DEFAULT

    faults = faults_in(DEFAULT.replace(head, f"    no_{words}:"))

    assert any(f"languages.en: {words} missing" in fault for fault in faults)


def test_a_number_to_call_is_never_repeated() -> None:
    (fault,) = faults_in(DEFAULT.replace("  number: ''", "  number: 15005550006"))

    assert "5550006" not in fault


def test_a_default_language_without_words_is_refused() -> None:
    (fault,) = faults_in(DEFAULT.replace("default_language: en", "default_language: de"))

    assert "default_language: 'de' is not among the languages (en, es)" in fault


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: no such file or directory; give the path"):
        load(tmp_path / "none.yaml")


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a directory"):
        load(tmp_path)


def test_bytes_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"version: 1 # \xff")

    with pytest.raises(ConfigError, match="byte 13 is not UTF-8"):
        load(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + DEFAULT.encode())

    assert load(path) == load()


def outcome(text: str) -> Config | tuple[str, ...]:
    try:
        return parse(text)
    except ConfigError as error:
        return error.faults


@settings(max_examples=50, deadline=None)
@given(at=st.integers(0, len(LINES) - 1), junk=st.sampled_from(JUNK), column=st.integers(0, 40))
def test_junk_anywhere_gives_a_config_or_faults_with_places(
    at: int, junk: str, column: int
) -> None:
    line = LINES[at]
    text = "".join([*LINES[:at], line[:column] + junk + line[column:], *LINES[at + 1 :]])

    found = outcome(text)

    assert isinstance(found, Config) or all(fault.startswith("config.yaml:") for fault in found)
    assert found


@settings(max_examples=25, deadline=None)
@given(start=st.integers(0, len(LINES)), length=st.integers(0, 60), to=st.integers(0, len(LINES)))
def test_lines_moved_or_lost_give_a_config_or_faults(start: int, length: int, to: int) -> None:
    moved = LINES[start : start + length]
    rest = LINES[:start] + LINES[start + length :]

    assert outcome("".join(rest))
    assert outcome("".join(rest[:to] + moved + rest[to:]))


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_gives_a_config_or_faults(text: str) -> None:
    assert outcome(text)
