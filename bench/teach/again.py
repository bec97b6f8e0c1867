"""Go on from the shipped weights: read back from their bytes, near enough to learn from."""

from __future__ import annotations

import re
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from bench.teach.network import Network

FILES = ("first.onnx", "further.onnx")
PREFIX = "network."
HEAD = ".weight_Transposed"
_LAYER = re.compile(r"/layer\.(\d+)/(.+)/MatMul_quant")
_TABLES = {
    "attention/self/query": "attention.self.query",
    "attention/self/key": "attention.self.key",
    "attention/self/value": "attention.self.value",
    "attention/output/dense": "attention.output.dense",
    "intermediate/inner/dense/inner": "intermediate.dense",
    "output/dense": "output.dense",
}
# What evens out the two large tables of a layer before rounding, by the name of its scale.
_EVENED = {
    "intermediate.dense": "intermediate.inner.dense.scale",
    "output.dense": "intermediate.scale",
}


def go_on(network: Network, folder: Path) -> None:
    """Put the weights of `folder`'s graphs into `network`. SystemExit where they do not fit."""
    wanted = {
        name
        for name, weights in network.named_parameters()
        if weights.requires_grad and not name.startswith("body.pooler")
    }
    found: dict[str, torch.Tensor] = {}
    for file in FILES:
        found |= _weights(onnx.load(folder / file))
    if missing := wanted - found.keys():
        raise SystemExit(f"{folder}: holds no weights for {', '.join(sorted(missing))}")
    network.load_state_dict({name: found[name] for name in wanted}, strict=False)


def _weights(model: onnx.ModelProto) -> dict[str, torch.Tensor]:
    """By the network's names."""
    tables = {
        one.name: torch.from_numpy(numpy_helper.to_array(one).copy())
        for one in model.graph.initializer
    }
    found = {
        _named(name): table.T.contiguous() if name.endswith(HEAD) else table
        for name, table in tables.items()
        if name.startswith(PREFIX)
    }
    for node in model.graph.node:
        if place := _LAYER.fullmatch(node.name):
            layer = f"body.encoder.layer.{place[1]}"
            table = _TABLES[place[2]]
            _, rows, _, middle = node.input
            scale = tables[rows.removesuffix("_quantized") + "_scale"]
            weight = (tables[rows].float() - tables[middle].float()) * scale
            if table in _EVENED:
                weight = weight * found[f"{layer}.{_EVENED[table]}"].unsqueeze(1)
            found[f"{layer}.{table}.weight"] = weight.T.contiguous()
    return found


def _named(name: str) -> str:
    plain = name.removeprefix(PREFIX).replace(HEAD, ".weight")
    return plain.replace("intermediate.inner.dense.inner.", "intermediate.dense.")
