"""What the large network, taught in two stretches, makes of lines that it has not learnt."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch

from bench.teach.lessons import Lessons, Marks, States, taught
from bench.teach.neighbours import neighbours
from bench.teach.network import LARGE, MOST_PIECES, Network, Pieces, pieces_of
from bench.teach.rows import LAST, LATER, Row, earlier

AT_ONCE, DIGITS = 64, 3
EPOCHS, RATE = 2, 6e-5
AGAIN, RATE_AGAIN = 1, 5e-5
# Of lines that it learnt from so many are marked, for there it repeats what it was told; so many it
# learns a second time beside the later ones.
KNOWN, KEPT = 12_000, 4_500
# Of the many directions of what its last layer sees, so many hold 96 parts in 100 of the variance.
DIRECTIONS, DRAWN = 256, 20_000


def marked(
    rows: Sequence[Row], posts: Sequence[str], folder: Path, kept: Path
) -> tuple[Marks, States]:
    """Marks of many `rows`, lines near them and `posts`, and what its last layer sees of some.

    They are in `kept` if that is there; else they are made and kept, which takes three hours.
    `folder` holds the files of all-mpnet-base-v2 as they were published.
    """
    if not kept.exists():
        network, tokenizer = Network(folder, LARGE), pieces_of(folder)
        known = earlier(rows)
        later = [row for row in rows if row.author in LATER]
        taught(network, tokenizer, Lessons(known, rate=RATE), EPOCHS)
        again = random.sample(known, min(KNOWN, len(known)))
        marks, _ = _marks(network, tokenizer, _words([*later, *again]))
        kept_up = random.sample(known, min(KEPT, len(known)))
        taught(network, tokenizer, Lessons([*later, *kept_up], rate=RATE_AGAIN), AGAIN)
        last = _words(row for row in rows if row.author in LAST)
        new = {*last, *posts, *neighbours(rows, folder, tokenizer)} - marks.keys()
        more, states = _marks(network, tokenizer, sorted(new, key=len))
        torch.save((marks | more, states), kept)
    found: tuple[Marks, States] = torch.load(kept)
    return found


def _words(rows: Iterable[Row]) -> list[str]:
    return sorted({row.words for row in rows}, key=len)


def _marks(
    network: Network, tokenizer: Pieces, texts: Sequence[str]
) -> tuple[dict[str, Sequence[float]], States]:
    found: dict[str, Sequence[float]] = {}
    seen = []
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for at in range(0, len(texts), AT_ONCE):
            some = texts[at : at + AT_ONCE]
            told = tokenizer(
                some, truncation=True, max_length=MOST_PIECES, padding=True, return_tensors="pt"
            )
            states = network.seen(told["input_ids"], told["attention_mask"])[-1]
            logits = network.heads[-1](states).float()
            rounded = ([round(one, DIGITS) for one in row] for row in logits.tolist())
            found.update(zip(some, rounded, strict=True))
            seen.append(states.half())
    network.train()
    return found, dict(zip(texts, _directions(torch.cat(seen).float()), strict=True))


def _directions(states: torch.Tensor) -> torch.Tensor:
    """`states` (lines x units) along their main directions, the mean of their squares being one."""
    centred = states - states.mean(0)
    drawn = centred[torch.randperm(len(centred))[:DRAWN]]
    _, axes = torch.linalg.eigh(drawn.T @ drawn)
    along = centred @ axes[:, -DIRECTIONS:]
    return (along / along.pow(2).mean().sqrt()).half()
