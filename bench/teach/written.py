"""Write the taught network down: fewer pieces of words, weights in bytes, and a card."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from bench.teach.network import WEIGHTS_SHA256, Network, Pieces
from bench.teach.rows import OUTPUTS, Row

# Kept are the commonest pieces, short ones that any word can be made of, and all that the rows use.
COMMON = 14_000
SHORT = 3
USED = 2
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
COMMAND = "python -m bench.teach"


class _Alone(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """The network for one text without padding: numbers (1 x places) to logits (1 x outputs)."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.network(ids, torch.ones_like(ids))


def written(network: Network, tokenizer: Pieces, rows: Sequence[Row], out: Path) -> str:
    """Write encoder.onnx, encoder.txt and encoder.json to `out`; returns their sha256."""
    kept = _kept(tokenizer, rows)
    embeddings = network.body.embeddings
    embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(
        embeddings.word_embeddings.weight.data[[number for _, number in kept]].clone()
    )
    network.body.set_attn_implementation("eager")
    network.eval()
    exact, graph, pieces = (out / name for name in ("exact.onnx", "encoder.onnx", "encoder.txt"))
    torch.onnx.export(
        *(_Alone(network), (torch.ones(1, 24, dtype=torch.long),), exact),
        input_names=["ids"],
        output_names=["logits"],
        dynamic_axes={"ids": {1: "places"}},
        dynamo=False,
        opset_version=17,
    )
    quantize_dynamic(exact, graph, weight_type=QuantType.QInt8, per_channel=True)
    exact.unlink()
    pieces.write_text("\n".join(piece for piece, _ in kept))
    return _carded(out, graph.read_bytes() + pieces.read_bytes(), rows)


def _kept(tokenizer: Pieces, rows: Sequence[Row]) -> list[tuple[str, int]]:
    used = Counter(n for row in rows for n in tokenizer(row.words)["input_ids"])
    return [
        (piece, number)
        for piece, number in sorted(tokenizer.get_vocab().items(), key=lambda one: one[1])
        if piece in SPECIAL or _is_plain(piece, number, used[number])
    ]


def _is_plain(piece: str, number: int, used: int) -> bool:
    is_word = re.fullmatch(r"(##)?[a-z0-9']+", piece) is not None
    return is_word and (used >= USED or len(piece.lstrip("#")) <= SHORT or number < COMMON)


def _carded(out: Path, files: bytes, rows: Sequence[Row]) -> str:
    card = {
        "sha256": sha256(files).hexdigest(),
        "from": {"model": "all-MiniLM-L6-v2", "licence": "Apache-2.0", "sha256": WEIGHTS_SHA256},
        "rows": len(rows),
        "outputs": OUTPUTS,
        "command": COMMAND,
    }
    (out / "encoder.json").write_text(json.dumps(card, indent=2) + "\n")
    return str(card["sha256"])
