"""The network of multilingual-e5-small as an OpenVINO graph, out of the 4-bit weights.

BERT with post-normalisation, then the mean over the tokens and unit length: Devlin et al.,
arXiv:1810.04805; Wang et al., arXiv:2402.05672. The matrices are stored in 8 bit, which loses
next to nothing of 4 bit (cosine .9999) and is multiplied faster: more weights share a scale.
"""

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset15 as op

from mentorhub.assist.e5 import EIGHT_BIT_BLOCK, INTENTS, STATES, VECTORS
from mentorhub.assist.e5_weights import BLOCK, MIDDLE, Weights
from mentorhub.assist.intents import Adapter

_SMALLEST_NORM = 1e-12
_LARGEST_CODE = 127
_SMALLEST_SCALE = np.float32(1e-9)


def model(weights: Weights, adapter: Adapter) -> ov.Model:
    """Return the whole network, from token ids to unit vectors of both kinds.

    The kinds part at the first layer that the adapter changes. What goes in is described by
    ``Layout``.
    """
    tokens = _input("tokens", ov.Type.i32, -1, -1)
    places = _input("places", ov.Type.i32, -1)
    unseen = _input("unseen", ov.Type.f32, -1, 1, -1, -1)
    share = _input("share", ov.Type.f32, -1, 1, -1)
    network = _Network(weights)
    states = network.embed(tokens, places)
    for layer in range(adapter.first):
        states = network.layer(states, unseen, layer)
    states.set_friendly_name(STATES)
    found = []
    for name, own in {VECTORS: network, INTENTS: _Network(weights, adapter)}.items():
        last = states
        for layer in range(adapter.first, weights.sizes.layers):
            last = own.layer(last, unseen, layer)
        found.append(_mean(last, share))
        found[-1].output(0).set_names({name})
    return ov.Model(found, [tokens, places, unseen, share], "multilingual-e5-small")


class _Network:
    """The parts of the network, each adding its nodes to the graph."""

    def __init__(self, weights: Weights, adapter: Adapter | None = None) -> None:
        self.adapter = adapter
        self.sizes = weights.sizes
        self.vectors = weights.vectors
        self.matrices = weights.matrices
        self.words = len(weights.vocabulary.pieces)

    def embed(self, tokens: ov.Node, places: ov.Node) -> ov.Node:
        """Token ids (n, longest) and their places to the states before the first layer."""
        hidden = self.sizes.hidden
        known = self.vectors["emb.pos"].reshape(-1, hidden) + self.vectors["emb.type"][:hidden]
        place = op.gather(_constant(known), places, _int32(0))
        return self.norm(op.add(self._words(tokens), place), "emb.ln")

    def layer(self, states: ov.Node, unseen: ov.Node, number: int) -> ov.Node:
        """One transformer layer: attention, then the inner network, each added and normalised."""
        name = f"l{number}"
        seen = self._attention(states, unseen, name)
        states = self.norm(op.add(self.linear(seen, f"{name}.ao"), states), f"{name}.aln")
        inner = op.gelu(self.linear(states, f"{name}.fi"), "erf")
        return self.norm(op.add(self.linear(inner, f"{name}.fo"), states), f"{name}.oln")

    def linear(self, states: ov.Node, *names: str) -> ov.Node:
        """Multiply by one matrix, or by several stacked ones, and add the bias."""
        matrix = np.concatenate([self._matrix(name) for name in names])
        bias = np.concatenate([self.vectors[f"{name}.b"] for name in names])
        return op.add(op.matmul(states, _in_eight_bit(matrix), False, True), _constant(bias))

    def _matrix(self, name: str) -> NDArray[np.float32]:
        dense = self.matrices[f"{name}.w"].dense()
        if self.adapter is None:
            return dense
        return np.asarray(dense + self.adapter.up[name] @ self.adapter.down[name])

    def norm(self, states: ov.Node, name: str) -> ov.Node:
        """Layer normalisation."""
        centred = op.mvn(states, _axes(-1), True, self.sizes.epsilon, "inside_sqrt")
        scaled = op.multiply(centred, _constant(self.vectors[f"{name}.w"]))
        return op.add(scaled, _constant(self.vectors[f"{name}.b"]))

    def _words(self, tokens: ov.Node) -> ov.Node:
        # Only the rows of this text are unpacked, so the table stays at 4 bit in memory.
        table = self.matrices["emb.word"]
        codes, scales = table.codes[: self.words], table.scales[: self.words]
        both = op.gather(_constant(codes.reshape(self.words, -1)), tokens, _int32(0))
        both = op.convert(both, "f32")
        high = op.floor(op.multiply(both, _number(1 / 16)))
        low = op.subtract(both, op.multiply(high, _number(16)))
        blocks = _axes(0, 0, codes.shape[1], BLOCK // 2)
        weights = op.concat([op.reshape(low, blocks, True), op.reshape(high, blocks, True)], 3)
        scale = op.convert(op.gather(_constant(scales), tokens, _int32(0)), "f32")
        scaled = op.multiply(op.subtract(weights, _number(MIDDLE)), op.unsqueeze(scale, _axes(3)))
        return op.reshape(scaled, _axes(0, 0, self.sizes.hidden), True)

    def _attention(self, states: ov.Node, unseen: ov.Node, name: str) -> ov.Node:
        heads = _axes(0, 0, 3, self.sizes.heads, self.sizes.head)
        stacked = op.reshape(
            self.linear(states, *(f"{name}.{part}" for part in "qkv")), heads, True
        )
        parts = op.split(op.transpose(stacked, _axes(2, 0, 3, 1, 4)), _int32(0), 3)
        query, key, value = (op.squeeze(part, _axes(0)) for part in parts.outputs())
        closeness = op.multiply(op.matmul(query, key, False, True), _number(self.sizes.head**-0.5))
        seen = op.matmul(op.softmax(op.add(closeness, unseen), -1), value, False, False)
        joined = op.transpose(seen, _axes(0, 2, 1, 3))
        return op.reshape(joined, _axes(0, 0, self.sizes.hidden), True)


def _mean(states: ov.Node, share: ov.Node) -> ov.Node:
    mean = op.squeeze(op.matmul(share, states, False, False), _axes(1))
    return op.normalize_l2(mean, _axes(1), _SMALLEST_NORM, "max")


def _input(name: str, kind: ov.Type, *shape: int) -> ov.Node:
    parameter = op.parameter(ov.PartialShape(list(shape)), kind, name=name)
    parameter.output(0).set_names({name})
    return parameter


def _in_eight_bit(matrix: NDArray[np.float32]) -> ov.Node:
    """Return a matrix as 8-bit codes and scales."""
    blocks = matrix.reshape(len(matrix), -1, EIGHT_BIT_BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=2, keepdims=True) / _LARGEST_CODE, _SMALLEST_SCALE)
    codes = np.rint(blocks / scales).astype(np.int8)
    # The plugin recognises this chain and multiplies with the codes themselves.
    unpacked = op.multiply(op.convert(_constant(codes), "f32"), _constant(scales))
    return op.reshape(unpacked, _axes(*matrix.shape), False)


def _constant(values: NDArray[np.generic]) -> ov.Node:
    return op.constant(np.ascontiguousarray(values))


def _number(value: float) -> ov.Node:
    return op.constant(np.float32(value))


def _int32(value: int) -> ov.Node:
    return op.constant(np.int32(value))


def _axes(*values: int) -> ov.Node:
    return op.constant(np.array(values, np.int64))
