"""Write the taught network down: fewer pieces of words, weights in bytes, and a card."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from bench.teach.network import MOST_PIECES, SMALL, Network, Pieces
from bench.teach.rounding import Table, evened
from bench.teach.rows import OUTPUTS, Row

# Kept are the commonest pieces, short ones that any word can be made of, and all that the rows use.
COMMON = 14_000
SHORT = 3
USED = 2
WHOLE = ("Gather", "Gemm")
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
COMMAND = "python -m bench.teach"
FILES = ("first.onnx", "further.onnx", "pieces.txt")


class _First(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """One text without padding: numbers (1 x places) to places (1 x places x size) and logits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.layers = network.body.encoder.layer[: network.exits[0]]

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        found = _through(self.layers, self.network.body.embeddings(input_ids=ids))
        return found, self.network.heads[0](_summed_up(found))


class _Further(torch.nn.Module):  # type: ignore[misc] # torch is not there to be looked at
    """What the first made of the places, to logits (1 x outputs) of the layers after it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.layers = network.body.encoder.layer[network.exits[0] :]

    def forward(self, places: torch.Tensor) -> torch.Tensor:
        return self.network.heads[1](_summed_up(_through(self.layers, places)))


def _summed_up(places: torch.Tensor) -> torch.Tensor:
    """As `summed_up` of the networks, where there is no padding."""
    return torch.cat([places.mean(1), places.max(1).values], -1)


def _through(layers: torch.nn.ModuleList, found: torch.Tensor) -> torch.Tensor:
    for layer in layers:
        found = layer(found)
    return found


def written(network: Network, tokenizer: Pieces, rows: Sequence[Row], out: Path) -> str:
    """Write first.onnx, further.onnx, pieces.txt and encoder.json; returns the sha256 of three."""
    kept = _kept(tokenizer, rows)
    network.body.set_attn_implementation("eager")
    network.eval()
    evened(network, tokenizer, rows)
    embeddings = network.body.embeddings
    words = embeddings.word_embeddings.weight.data[[number for _, number in kept]]
    embeddings.word_embeddings = Table(words)
    places = embeddings.position_embeddings.weight.data[: MOST_PIECES + 2]
    embeddings.position_embeddings = torch.nn.Embedding.from_pretrained(places.clone())
    found = torch.zeros(1, 24, network.body.config.hidden_size)
    _exported(_First(network), torch.ones(1, 24, dtype=torch.long), out / "first.onnx")
    _exported(_Further(network), found, out / "further.onnx")
    (out / "pieces.txt").write_text("\n".join(piece for piece, _ in kept))
    return _carded(out, rows)


def _exported(network: torch.nn.Module, example: torch.Tensor, graph: Path) -> None:
    is_first = isinstance(network, _First)
    given = "ids" if is_first else "places"
    with TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        torch.onnx.export(
            *(network, (example,), exact),
            input_names=[given],
            output_names=["found", "logits"] if is_first else ["logits"],
            dynamic_axes={given: {1: "count"}},
            dynamo=False,
            opset_version=17,
        )
        # What stands in tables is small or bytes already; what the head is of decides most.
        nodes = [node.name for node in onnx.load(exact).graph.node if node.op_type in WHOLE]
        # The head is a matrix product and a sum by the time that it would be rounded.
        whole = [*nodes, *(f"{name}_MatMul" for name in nodes)]
        quantize_dynamic(
            *(exact, graph),
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=whole,
        )


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


def _carded(out: Path, rows: Sequence[Row]) -> str:
    files = b"".join((out / name).read_bytes() for name in FILES)
    card = {
        "sha256": sha256(files).hexdigest(),
        "from": {"model": SMALL.name, "licence": "Apache-2.0", "sha256": SMALL.sha256},
        "rows": len(rows),
        "outputs": OUTPUTS,
        "command": COMMAND,
    }
    (out / "encoder.json").write_text(json.dumps(card, indent=2) + "\n")
    return str(card["sha256"])
