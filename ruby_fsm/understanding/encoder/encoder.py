"""A small sentence encoder beside the rules: it knows words that no rule and no row of ours holds.

The first three layers of all-MiniLM-L6-v2 (Apache 2.0), taught by the rows in `tests/data`, their
weights written as bytes; `bench/teach` makes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import exp
from typing import NamedTuple

import numpy as np
import onnxruntime

BEGIN, END, UNKNOWN, INSIDE = "[CLS]", "[SEP]", "[UNK]", "##"
# Longer texts are read in spans of so many pieces, as long as any that was taught, each a little
# over the one before; what is most in any counts.
SPAN = 70
STEP = 52
# What is longer, or falls into more pieces, is no word that anybody says.
LONGEST = 24
MOST_PARTS = 5
SILENT = 4  # of onnxruntime's own log: only what ends the process
NO_ENCODER = (
    "encoder.onnx and encoder.txt are not the files that encoder.json names; make all anew:"
    " bench/teach says how"
)

Names = tuple[str, ...]


class Reading(NamedTuple):
    """What the encoder makes of words, in log-odds: of danger, and of danger high and imminent.

    `kinds` go by KINDS of risk. The others are shares, 0 to 1, by the names of the card.
    """

    danger: float
    high: float
    imminent: float
    kinds: Sequence[float]
    moods: Mapping[str, float]
    topics: Mapping[str, float]
    intents: Mapping[str, float]


class Encoder:
    """Reads words, in one thread, with the same bits each time."""

    def __init__(self, graph: bytes, pieces: Mapping[str, int], outputs: Mapping[str, Names]):
        """`outputs` names what the logits are of, group by group, in their order."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = SILENT
        self._session = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"]
        )
        self._pieces = pieces
        self._outputs = outputs

    def read(self, words: Sequence[str]) -> Reading:
        """What normalised `words` tell: about 0.05 ms a word."""
        pieces = list(self.numbered(words))
        starts = range(0, max(len(pieces) - SPAN + STEP, 1), STEP)
        spans = [pieces[start : start + SPAN] for start in starts]
        logits = [max(of_all) for of_all in zip(*map(self._logits, spans), strict=True)]
        groups: dict[str, Sequence[float]] = {}
        at = 0
        for group, names in self._outputs.items():
            groups[group] = logits[at : at + len(names)]
            at += len(names)
        moods, topics, intents = (
            _shares(self._outputs[group], groups[group]) for group in ("mood", "topic", "intent")
        )
        danger, high, imminent = groups["danger"]
        return Reading(danger, high, imminent, groups["kind"], moods, topics, intents)

    def _logits(self, pieces: Sequence[int]) -> list[float]:
        ids = np.array([[self._pieces[BEGIN], *pieces, self._pieces[END]]], dtype=np.int64)
        (logits,) = self._session.run(["logits"], {"ids": ids})
        found: list[float] = logits[0].tolist()
        return found

    def numbered(self, words: Sequence[str]) -> Iterator[int]:
        """The pieces of `words`, by their numbers."""
        for word in words:
            known = self._pieces.get(word)
            yield from (known,) if known is not None else self._parts(word)

    def _parts(self, word: str) -> Sequence[int]:
        """The longest piece that an unknown word begins with, then what it goes on with."""
        found: list[int] = []
        at = 0
        while at < len(word) <= LONGEST and len(found) < MOST_PARTS:
            inside = INSIDE if at else ""
            ends = range(len(word), at, -1)
            end = next((end for end in ends if inside + word[at:end] in self._pieces), None)
            if end is None:
                break
            found.append(self._pieces[inside + word[at:end]])
            at = end
        return found if at == len(word) else (self._pieces[UNKNOWN],)


def _shares(names: Names, logits: Sequence[float]) -> Mapping[str, float]:
    """Softmax."""
    most = max(logits)
    weights = [exp(logit - most) for logit in logits]
    total = sum(weights)
    return {name: weight / total for name, weight in zip(names, weights, strict=True)}


@cache
def encoder() -> Encoder:
    """The shipped one. Raises ValueError where its files are not the ones that its card names."""
    data = files("ruby_fsm.understanding.encoder").joinpath("data")
    graph, pieces = (data.joinpath(f"encoder.{kind}").read_bytes() for kind in ("onnx", "txt"))
    card = json.loads(data.joinpath("encoder.json").read_bytes())
    if sha256(graph + pieces).hexdigest() != card["sha256"]:
        raise ValueError(NO_ENCODER)
    outputs = {group: tuple(names) for group, names in card["outputs"].items()}
    return Encoder(graph, {p: at for at, p in enumerate(pieces.decode().split("\n"))}, outputs)
