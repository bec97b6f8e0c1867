"""The lessons: which rows together, what an error costs, and how far each moves the weights."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from time import monotonic
from types import MappingProxyType
from typing import NamedTuple

import torch
from torch.nn import functional

from bench.teach.misheard import Mishearing
from bench.teach.network import MOST_PIECES, Network, Pieces
from bench.teach.rows import NOTHING, OUTPUTS, SHARE, Row

AT_ONCE = 64
# Rows of like length are taught together, drawn from so many lessons' worth.
ALIKE = 40
RATE = 3e-4
RATE_OF_HEAD, RATE_BY_LAYER, WARMING, LEAST = 3.0, 0.9, 0.08, 0.02
WEIGHT_DECAY, LONGEST_STEP = 0.01, 1.0
GRAVITY, KIND, FEELING, ASKING, ASKING_NOTHING = 0.3, 0.2, 1.2, 1.5, 0.12
# In every second row recognisers lose a word with this chance, or mishear it.
LOST, MISHEARD, WHOLE, ENOUGH_WORDS = 0.05, 0.06, 0.5, 4
# What a larger network makes of a row counts so much beside its label.
MARKED = 1.0
# With this chance a row of danger, or of none, is heard with calm talk before or behind it: people
# go on talking, and what they said before they did counts.
AMONG_TALK, BEFORE = 0.2, 0.4
# Of the calm ones so many at a time.
CALM = 14_000
# Rows of mood, topic and intent are few, and taught so many times in an epoch.
RARE = 3
PLACES = {}
_at = 0
for _group, _names in OUTPUTS.items():
    PLACES[_group] = slice(_at, _at + len(_names))
    _at += len(_names)


# By words: the logits of a larger network, and what its last layer sees (a row of a table).
Marks = Mapping[str, Sequence[float]]
States = Mapping[str, torch.Tensor]


class Lessons(NamedTuple):
    """`rows` are taught in each epoch, of `calm` ones another part each time.

    `marks` and `states` are those of a larger network. `rate`: how far the last layer moves.
    """

    rows: Sequence[Row]
    calm: Sequence[Row] = ()
    marks: Marks = MappingProxyType({})
    states: States = MappingProxyType({})
    rate: float = RATE

    def some(self) -> Sequence[Row]:
        rare = [row for row in self.rows if row.task != "danger"] * (RARE - 1)
        return (*self.rows, *rare, *random.sample(self.calm, min(CALM, len(self.calm))))


def taught(network: Network, tokenizer: Pieces, lessons: Lessons, epochs: int) -> None:
    """Teach `network`, `epochs` times over; prints how it goes."""
    hearing = Mishearing(row.words for row in (*lessons.rows, *lessons.calm))
    last = epochs * ceil(len(lessons.some()) / AT_ONCE)
    guess = _Guess(network, lessons.states)
    optimizer = torch.optim.AdamW(
        [
            *_rates(network, lessons.rate),
            {"params": [*guess.parameters()], "lr": lessons.rate * RATE_OF_HEAD},
        ]
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min(1, (at + 1) / (WARMING * last)) * max(LEAST, 1 - at / last)
    )
    began, done, sum_of = monotonic(), 0, 0.0
    for _ in range(epochs):
        for chosen, ids, mask in _batches(lessons.some(), tokenizer, hearing):
            with torch.autocast("cpu", torch.bfloat16):
                seen = network.seen(ids, mask)
                opinions = network.opinions(seen)
            loss = sum(_loss(logits.float(), chosen, lessons.marks) for logits in opinions)
            loss = loss + guess.error(seen, chosen)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), LONGEST_STEP)
            optimizer.step()
            schedule.step()
            done, sum_of = done + 1, sum_of + loss.item()
            if done % 100 == 0:
                print(
                    f"{done} of {last}: loss {sum_of / 100:.3f}, {monotonic() - began:.0f} s",
                    flush=True,
                )
                sum_of = 0.0


class _Guess(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """From what the head of each exit sees to what the last layer of a larger network does.

    The larger one tells more by that than by its opinion: also why two lines are alike.
    """

    def __init__(self, network: Network, states: States) -> None:
        super().__init__()
        self.states = states
        wide = len(next(iter(states.values()))) if states else 0
        self.tables = torch.nn.ModuleList(
            torch.nn.Linear(head.in_features, wide) for head in network.heads if wide
        )

    def error(self, seen: Sequence[torch.Tensor], rows: Sequence[Row]) -> torch.Tensor | float:
        known = [at for at, row in enumerate(rows) if row.words in self.states]
        if not known:
            return 0.0
        wanted = torch.stack([self.states[rows[at].words].float() for at in known])
        errors = [
            functional.mse_loss(table(one[known].float()), wanted)
            for table, one in zip(self.tables, seen, strict=True)
        ]
        return sum(errors) * len(known) / len(rows)


def _rates(network: Network, rate: float) -> Iterator[dict[str, object]]:
    """The lower a layer, the less it moves; the head moves most."""
    layers = network.body.encoder.layer
    above = {id(p): len(layers) - 1 - at for at, one in enumerate(layers) for p in one.parameters()}
    for name, weights in network.named_parameters():
        if weights.requires_grad:
            lower = RATE_BY_LAYER ** above.get(id(weights), len(layers))
            yield {
                "params": [weights],
                "lr": rate * (RATE_OF_HEAD if name.startswith("heads") else lower),
                "weight_decay": WEIGHT_DECAY if weights.ndim > 1 else 0.0,
            }


def _batches(
    rows: Sequence[Row], tokenizer: Pieces, hearing: Mishearing
) -> Iterator[tuple[list[Row], torch.Tensor, torch.Tensor]]:
    calm = [row.words for row in rows if row.label == "none" and row.task == "danger"]
    texts = [_misheard(_among_talk(row, calm), hearing) for row in rows]
    ids = tokenizer(texts, truncation=True, max_length=MOST_PIECES)["input_ids"]
    order = random.sample(range(len(rows)), len(rows))
    lessons = []
    for at in range(0, len(order), AT_ONCE * ALIKE):
        alike = sorted(order[at : at + AT_ONCE * ALIKE], key=lambda one: len(ids[one]))
        lessons += [alike[n : n + AT_ONCE] for n in range(0, len(alike), AT_ONCE)]
    for lesson in random.sample(lessons, len(lessons)):
        padded = tokenizer.pad({"input_ids": [ids[one] for one in lesson]}, return_tensors="pt")
        yield [rows[one] for one in lesson], padded["input_ids"], padded["attention_mask"]


def _among_talk(row: Row, calm: Sequence[str]) -> str:
    if row.task != "danger" or row.label == "screen" or random.random() > AMONG_TALK:  # noqa: S311
        return row.words
    parts = [row.words, random.choice(calm)]  # noqa: S311
    return " ".join(parts if random.random() > BEFORE else parts[::-1])  # noqa: S311


def _misheard(words: str, hearing: Mishearing) -> str:
    parts = words.split()
    if len(parts) < ENOUGH_WORDS or random.random() < WHOLE:  # noqa: S311 - no secret
        return words
    parts = [part for part in parts if random.random() > LOST]  # noqa: S311
    return " ".join(hearing.misheard(parts, MISHEARD))


def _loss(logits: torch.Tensor, rows: Sequence[Row], marks: Marks) -> torch.Tensor:
    loss = _of_danger(logits, rows) + _of_intent(logits[:, PLACES["intent"]], rows)
    marked = [at for at, row in enumerate(rows) if row.words in marks]
    if marked:
        loss = loss + MARKED * _of_marks(logits[marked], [marks[rows[at].words] for at in marked])
    for task in ("mood", "topic"):
        its = [at for at, row in enumerate(rows) if row.task == task]
        if its:
            labels = torch.tensor([OUTPUTS[task].index(rows[at].label) for at in its])
            error = functional.cross_entropy(logits[its, PLACES[task]], labels, reduction="sum")
            loss = loss + FEELING * error / len(rows)
    return loss


def _of_marks(logits: torch.Tensor, marks: Sequence[Sequence[float]]) -> torch.Tensor:
    wanted = torch.tensor(marks)
    three = PLACES["danger"]
    share = torch.sigmoid(wanted[:, three])
    errors = functional.binary_cross_entropy_with_logits(logits[:, three], share, reduction="none")
    return (errors * torch.tensor([1.0, GRAVITY, GRAVITY])).sum(1).mean()


def _of_danger(logits: torch.Tensor, rows: Sequence[Row]) -> torch.Tensor:
    its = [at for at, row in enumerate(rows) if row.task == "danger"]
    if not its:
        return logits.sum() * 0
    mine, found = [rows[at] for at in its], logits[its]
    worth = torch.tensor([row.worth for row in mine])
    error = _odds(found[:, 0], [SHARE[row.label] for row in mine])
    loss = (error * worth).sum() / worth.sum().clamp(min=1.0)
    grave = [at for at, row in enumerate(mine) if row.label != "crisis" or row.level]
    for column, levels in ((1, ("high", "imminent")), (2, ("imminent",))):
        is_so = [float(mine[at].label == "crisis" and mine[at].level in levels) for at in grave]
        loss = loss + GRAVITY * _odds(found[grave, column], is_so).sum() / len(rows)
    kinds = [at for at, row in enumerate(mine) if row.kind >= 0]
    if kinds:
        labels = torch.tensor([mine[at].kind for at in kinds])
        loss = loss + KIND * functional.cross_entropy(found[kinds, PLACES["kind"]], labels)
    return loss


def _odds(found: torch.Tensor, shares: Sequence[float]) -> torch.Tensor:
    wanted = torch.tensor(shares)
    return functional.binary_cross_entropy_with_logits(found, wanted, reduction="none")


def _of_intent(logits: torch.Tensor, rows: Sequence[Row]) -> torch.Tensor:
    weights = [1.0 if r.task == "intent" else ASKING_NOTHING * r.asks_nothing for r in rows]
    labels = [r.label if r.task == "intent" else NOTHING for r in rows]
    wanted = torch.tensor([OUTPUTS["intent"].index(label) for label in labels])
    error = functional.cross_entropy(logits, wanted, reduction="none")
    return ASKING * (error * torch.tensor(weights)).sum() / len(rows)
