"""`python -m bench.teach`: an hour on two cores, and before it what the large one takes."""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from bench.teach.again import go_on
from bench.teach.lessons import RATE, Lessons, taught
from bench.teach.marks import marked
from bench.teach.network import SMALL, Network, pieces_of, unpacked
from bench.teach.rows import calm, grave, rows, unlabelled
from bench.teach.written import written


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--epochs", type=int, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--calm", type=Path, required=True, help="GoEmotions: train.tsv")
    asked.add_argument("--large", type=Path, help="the published files of all-mpnet-base-v2")
    asked.add_argument("--marks", type=Path, required=True, help="where its marks are, or will be")
    asked.add_argument("--again", type=Path, help="go on from the weights in this folder")
    asked.add_argument("--rate", type=float, default=RATE, help="how far weights move at most")
    asked.add_argument("--first", type=int, help="teach so many rows only, to try it out")
    options = asked.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    every = rows()
    some = random.sample(every, options.first) if options.first else every
    with TemporaryDirectory() as folder:
        weights = unpacked(Path(folder))
        network, tokenizer = Network(weights, SMALL), pieces_of(weights)
        if options.again:
            go_on(network, options.again)
        print(f"{len(some)} rows, seed {options.seed}")
        marks, states = marked(every, grave(options.calm), options.large, options.marks)
        others = [unlabelled(words) for words in marks.keys() - {row.words for row in every}]
        taught_by = [*some, *sorted(others)]
        lessons = Lessons(taught_by, calm(options.calm), marks, states, options.rate)
        taught(network, tokenizer, lessons, options.epochs)
        options.out.mkdir(parents=True, exist_ok=True)
        print(f"sha256 {written(network, tokenizer, every, options.out)}")


if __name__ == "__main__":
    main()
