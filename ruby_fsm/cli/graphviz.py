"""DOT to SVG: Graphviz draws, and the result is made fit to stand on any page."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

from ruby_fsm.core.dot import DARK, FACE, PAPER
from ruby_fsm.errors import Unavailable

RENDERER = "graphviz-pure"  # Graphviz as one wheel: the same bytes on every machine
LONGEST_S = 60
FACES = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Courier New', monospace"
HASHED = re.compile(r"<!-- drawn from DOT of sha256 ([0-9a-f]{64}) -->")
OPENING = re.compile(r'<svg width="(\d+)pt" height="(\d+)pt"\s+viewBox="([^"]+)"[^>]*>')
COMMENTS = re.compile(r"<!--.*?-->\n?", re.DOTALL)
TITLES = re.compile(r"<title>.*?</title>\n?", re.DOTALL)
BACKGROUND = re.compile(r'<polygon fill="[^"]*" stroke="none" points="[^"]*"/>')
TOOLTIPS = re.compile(r'<g id="a_[^"]*"><a xlink:title="([^"]*)">|</a>\n</g>')


def svg(dot: str, title: str) -> str:
    """A drawing of its own: no outside reference, a title, rounded paper under it.

    Raises Unavailable when Graphviz is not there or can't draw it.
    """
    drawn = rendered(dot)
    opening = OPENING.search(drawn)
    if opening is None:
        raise Unavailable(f"{RENDERER}: its drawing has a shape that is not known here")
    width, height, box = opening.groups()
    body = drawn[opening.end() :]
    for clutter in (COMMENTS, TITLES, TOOLTIPS):
        body = clutter.sub("", body)
    body = BACKGROUND.sub("", body, count=1).replace(f'font-family="{FACE}"', "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="{box}" role="img" aria-labelledby="title" font-family="{FACES}">\n'
        f"<!-- drawn from DOT of sha256 {hash_of(dot)} -->\n"
        f'<title id="title">{escape(title)}</title>\n'
        f"<style>@media (prefers-color-scheme: dark) {{\n{dark()}\n}}</style>\n"
        f'<rect width="100%" height="100%" rx="12" fill="{PAPER}"/>\n{body.lstrip()}'
    )


def dark() -> str:
    """Each colour's other self: a rule of style is stronger than the attribute it looks for."""
    return "\n".join(
        f'[{kind}="{light}"] {{ {kind}: {other} }}'
        for light, other in DARK.items()
        for kind in ("fill", "stroke")
    )


def rendered(dot: str) -> str:
    program = found()
    try:
        done = subprocess.run(  # noqa: S603 - our own DOT to a program found by its name
            [program, "-Tsvg"],
            input=dot,
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{RENDERER}: it can't draw ({type(error).__name__})") from error
    if done.returncode != 0:
        raise Unavailable(f"{RENDERER}: {done.stderr.strip()[:200] or 'it failed without a word'}")
    return done.stdout


def found() -> str:
    """Where it is: beside this Python, or on the path."""
    beside = Path(sys.executable).parent / RENDERER
    program = shutil.which(str(beside)) or shutil.which(RENDERER)
    if program is None:
        raise Unavailable(
            f"an SVG needs {RENDERER}: {sys.executable} -m pip install {RENDERER}; "
            "or ask for --format mermaid or --format dot"
        )
    return program


def hash_of(dot: str) -> str:
    return hashlib.sha256(dot.encode()).hexdigest()


def hash_in(drawing: str) -> str:
    """The hash of the DOT a drawing was made from, '' for none."""
    match = HASHED.search(drawing)
    return match[1] if match else ""
