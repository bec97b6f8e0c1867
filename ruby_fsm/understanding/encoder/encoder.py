"""A small sentence encoder beside the rules: it knows words that no rule and no row of ours holds.

The layers of all-MiniLM-L6-v2 (Apache 2.0), narrower by half, taught by the rows in `tests/data`
and by a larger network, their weights written as bytes; `bench/teach` makes it anew. Three layers
read everything; three more take a second look where the first leaves doubt and the text is so short
that there is time.
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
SPAN = 92
STEP = 70
# A second look is taken at texts of so many pieces at most whose odds of danger lie between these:
# others would take longer than a turn may, or are plain at first sight.
MOST_AGAIN = 30
DOUBT = (-2.5, 3.0)
# What is longer, or falls into more pieces, is no word that anybody says.
LONGEST = 24
MOST_PARTS = 5
# What onnxruntime makes of a sum and a norm as one step takes an eighth longer than the two.
SLOWER = ("SkipLayerNormFusion",)
SILENT = 4  # of onnxruntime's own log: only what ends the process
GRAPHS, PIECES = ("first.onnx", "further.onnx"), "pieces.txt"
NO_ENCODER = (
    "first.onnx, further.onnx and pieces.txt are not the files that encoder.json names; make all"
    " anew: bench/teach says how"
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

    def __init__(
        self, graphs: Sequence[bytes], pieces: Mapping[str, int], outputs: Mapping[str, Names]
    ) -> None:
        """`graphs`: of the first look and of the second. `outputs` names what the logits are of."""
        self._first, self._further = map(_session, graphs)
        self._pieces = pieces
        self._outputs = outputs

    def read(self, words: Sequence[str]) -> Reading:
        """What normalised `words` tell: about 0.05 ms a word."""
        pieces = list(self.numbered(words))
        starts = range(0, max(len(pieces) - SPAN + STEP, 1), STEP)
        spans = [pieces[start : start + SPAN] for start in starts]
        found = (self._logits(span, may_again=len(pieces) <= MOST_AGAIN) for span in spans)
        logits = [max(of_all) for of_all in zip(*found, strict=True)]
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

    def _logits(self, pieces: Sequence[int], *, may_again: bool) -> Sequence[float]:
        """Of one span; where it is looked at again, what the second look makes of it."""
        ids = np.array([[self._pieces[BEGIN], *pieces, self._pieces[END]]], dtype=np.int64)
        found, logits = self._first.run(["found", "logits"], {"ids": ids})
        first: list[float] = logits[0].tolist()
        if not may_again or not DOUBT[0] < first[0] < DOUBT[1]:
            return first
        (logits,) = self._further.run(["logits"], {"places": found})
        second: list[float] = logits[0].tolist()
        return second

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


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = SILENT
    return onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )


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
    graphs = [data.joinpath(name).read_bytes() for name in GRAPHS]
    pieces = data.joinpath(PIECES).read_bytes()
    card = json.loads(data.joinpath("encoder.json").read_bytes())
    if sha256(b"".join((*graphs, pieces))).hexdigest() != card["sha256"]:
        raise ValueError(NO_ENCODER)
    outputs = {group: tuple(names) for group, names in card["outputs"].items()}
    return Encoder(graphs, {p: at for at, p in enumerate(pieces.decode().split("\n"))}, outputs)
