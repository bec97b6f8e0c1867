"""What the large network, once taught, makes of the lines that the small one learns."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import torch

from bench.teach.lessons import Lessons, Marks, taught
from bench.teach.network import LARGE, MOST_PIECES, Network, Pieces, pieces_of
from bench.teach.rows import Row, earlier

EPOCHS, RATE, AT_ONCE, DIGITS = 2, 6e-5, 64, 3
# Of lines that it learnt from so many are marked, for there it repeats what it was told.
KNOWN = 12_000


def marked(rows: Sequence[Row], folder: Path, kept: Path) -> Marks:
    """Marks of many `rows`, in `kept` if they are there, else made and kept: an hour and a half.

    `folder` holds the files of all-mpnet-base-v2 as they were published.
    """
    if not kept.exists():
        network, tokenizer = Network(folder, LARGE), pieces_of(folder)
        known = earlier(rows)
        taught(network, tokenizer, Lessons(known, rate=RATE), EPOCHS)
        again = {row.words for row in random.sample(known, min(KNOWN, len(known)))}
        texts = sorted({row.words for row in rows} - {row.words for row in known} | again, key=len)
        kept.write_text(json.dumps(_marks(network, tokenizer, texts)))
    marks: Marks = json.loads(kept.read_text())
    return marks


def _marks(network: Network, tokenizer: Pieces, texts: Sequence[str]) -> Marks:
    found: dict[str, Sequence[float]] = {}
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for at in range(0, len(texts), AT_ONCE):
            some = texts[at : at + AT_ONCE]
            told = tokenizer(
                some, truncation=True, max_length=MOST_PIECES, padding=True, return_tensors="pt"
            )
            logits = network(told["input_ids"], told["attention_mask"])[-1].float()
            rounded = ([round(one, DIGITS) for one in row] for row in logits.tolist())
            found.update(zip(some, rounded, strict=True))
    return found
