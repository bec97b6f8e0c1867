"""Lines near the rows that nobody labelled: the large network marks them for the small one.

Words are swapped for ones that the large network takes for alike, and the first part of one line
goes on with the last of another. They teach what the rows leave open: which word made the danger.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file

from bench.teach.network import Pieces
from bench.teach.rows import SPANISH, Row
from ruby_fsm.understanding.phrase import words_in

# So many lines with swapped words of each group, and so many joined.
SWAPPED, JOINED = {"crisis": 25_000, "none": 25_000, "screen": 2_500}, 14_000
# A word that the rows know is swapped with this chance, for one of so many nearest to it.
SWAP, NEAREST, ALIKE, KNOWN = 0.22, 8, 0.35, 4
MOST_WORDS = 70
# What carries the sense of a line stays.
KEPT = words_in("i a the and of to in is it my me not no never")

Near = Mapping[str, Sequence[str]]


def neighbours(rows: Sequence[Row], folder: Path, tokenizer: Pieces) -> list[str]:
    """Lines near the English `rows` of danger; `folder` holds the large network's files."""
    mine = [row for row in rows if row.task == "danger" and not row.author.startswith(SPANISH)]
    lines = {group: [row.words for row in mine if row.label == group] for group in SWAPPED}
    counts = Counter(word for row in mine for word in row.words.split())
    near = _near([word for word, count in counts.items() if count >= KNOWN], folder, tokenizer)
    swapped = (
        _swapped(line, near)
        for group, count in SWAPPED.items()
        for line in random.sample(lines[group], min(count, len(lines[group])))
    )
    return list(dict.fromkeys((*swapped, *_joined(lines["crisis"], lines["none"]))))


def _near(words: Sequence[str], folder: Path, tokenizer: Pieces) -> Near:
    weights = load_file(folder / "model.safetensors")
    table = next(one for name, one in weights.items() if "word_embeddings" in name)
    number = tokenizer.get_vocab()
    known = [word for word in words if word in number and len(word) > 1]
    places = torch.nn.functional.normalize(table[[number[word] for word in known]], dim=1)
    alike = (places @ places.T).fill_diagonal_(-1).topk(min(NEAREST, len(known)), dim=1)
    return {
        word: [known[at] for at, how in zip(*both, strict=True) if how > ALIKE]
        for word, *both in zip(known, alike.indices.tolist(), alike.values.tolist(), strict=True)
    }


def _swapped(line: str, near: Near) -> str:
    return " ".join(
        random.choice(near[word])  # noqa: S311 - no secret
        if word not in KEPT and near.get(word) and random.random() < SWAP  # noqa: S311
        else word
        for word in line.split()
    )


def _joined(dangers: Sequence[str], calm: Sequence[str]) -> Iterator[str]:
    for _ in range(min(JOINED, len(dangers), len(calm))):
        pair = [random.choice(dangers).split(), random.choice(calm).split()]  # noqa: S311
        first, last = random.sample(pair, 2)
        upto = random.randint(len(first) // 3, len(first))  # noqa: S311
        since = random.randint(0, max(1, 2 * len(last) // 3))  # noqa: S311
        yield " ".join([*first[:upto], *last[since:]][:MOST_WORDS])
