"""Weights and what flows between them as bytes, with little lost: see `evened` and `Table`.

A byte tells 256 numbers apart, over the widest of a whole table. Where a few hidden units are far
wider than the rest (as in BERT), the rest becomes coarse. So the wide are made narrow, and the
weights that read them wide, before both are rounded: the product stays the same (Xiao et al. 2023,
SmoothQuant). It takes three fifths off the error, for two multiplications a layer.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch

from bench.teach.network import MOST_PIECES, Network, Pieces
from bench.teach.rows import Row

# How much of what is uneven the weights take, behind the activation and before it; what is seen in
# so many rows says how wide each unit is.
BEHIND, BEFORE, SEEN = 0.9, 0.75, 800
LEAST = 1e-3
MOST_OF_A_BYTE = 127


class Table(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """A table of embeddings as bytes, each row with a scale of its own."""

    def __init__(self, rows: torch.Tensor) -> None:
        super().__init__()
        scale = rows.abs().amax(1, keepdim=True).clamp(min=1e-6) / MOST_OF_A_BYTE
        self.register_buffer("scale", scale)
        self.register_buffer("rows", torch.round(rows / scale).to(torch.int8))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.rows[ids].float() * self.scale[ids]


class _Scaled(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """A module whose input, or else whose output, is scaled unit by unit."""

    def __init__(self, inner: torch.nn.Module, scale: torch.Tensor, *, is_input: bool) -> None:
        super().__init__()
        self.inner, self.is_input = inner, is_input
        self.register_buffer("scale", scale)

    def forward(self, found: torch.Tensor) -> torch.Tensor:
        return self.inner(found * self.scale) if self.is_input else self.inner(found) * self.scale


def evened(network: Network, tokenizer: Pieces, rows: Sequence[Row]) -> None:
    """Even out, in place, what the two large tables of each layer read."""
    some = random.sample(rows, min(SEEN, len(rows)))
    texts = [tokenizer(row.words)["input_ids"][:MOST_PIECES] for row in some]
    for layer in network.body.encoder.layer:
        enters, leaves = layer.intermediate.dense, layer.output.dense
        narrower = _evened(network, leaves, texts, BEHIND)
        layer.intermediate = _Scaled(layer.intermediate, narrower, is_input=False)
        narrower = _evened(network, enters, texts, BEFORE)
        layer.intermediate.inner.dense = _Scaled(enters, narrower, is_input=True)


def _evened(
    network: Network, table: torch.nn.Linear, texts: Sequence[Sequence[int]], share: float
) -> torch.Tensor:
    """Widen the columns of `table` where what it reads is wide; what that has to be narrowed by."""
    widest = torch.full((table.in_features,), LEAST)

    def see(_: torch.nn.Module, given: tuple[torch.Tensor]) -> None:
        torch.maximum(widest, given[0].abs().amax((0, 1)), out=widest)

    hook = table.register_forward_pre_hook(see)
    with torch.no_grad():
        for text in texts:
            network(torch.tensor([text]), torch.ones(1, len(text), dtype=torch.long))
    hook.remove()
    columns = table.weight.abs().amax(0).clamp(min=LEAST)
    scale = widest**share / columns ** (1 - share)
    scale = scale / scale.median()
    table.weight = torch.nn.Parameter(table.weight.detach() * scale)
    return 1 / scale
