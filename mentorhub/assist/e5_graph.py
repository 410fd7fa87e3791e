"""The network of multilingual-e5-small as an OpenVINO graph, straight from the 4-bit weights.

BERT with post-normalisation, then the mean over the tokens and unit length: Devlin et al.,
arXiv:1810.04805; Wang et al., arXiv:2402.05672. Nothing is rounded on the way: the graph keeps
the 4-bit codes and their scales, and the plugin unpacks them as it multiplies.
"""

from collections.abc import Sequence

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset15 as op

from mentorhub.assist.e5 import INTENTS, STATES, VECTORS
from mentorhub.assist.e5_weights import BLOCK, MIDDLE, Packed, Weights
from mentorhub.assist.intents import Adapter

TOKENS = "tokens"
"""The only input: (n, longest) int32, rows filled up with the id of the padding."""

_FAR_BELOW = -1e4
"""Added to the attention that padding would get; its softmax is zero in float32."""

_SMALLEST_NORM = 1e-12


def model(weights: Weights, adapter: Adapter) -> ov.Model:
    """Return the whole network, from token ids to unit vectors of both kinds.

    The kinds part at the first layer that the adapter changes.
    """
    tokens = op.parameter(ov.PartialShape([-1, -1]), ov.Type.i32, name=TOKENS)
    present = op.convert(op.not_equal(tokens, _int32(weights.vocabulary.padding)), "f32")
    mask = op.multiply(
        op.subtract(_number(1), op.unsqueeze(present, _axes(1, 2))), _number(_FAR_BELOW)
    )
    network = _Network(weights)
    states = network.embed(tokens)
    for layer in range(adapter.first):
        states = network.layer(states, mask, layer)
    states.set_friendly_name(STATES)
    found = []
    for name, own in {VECTORS: network, INTENTS: _Network(weights, adapter)}.items():
        last = states
        for layer in range(adapter.first, weights.sizes.layers):
            last = own.layer(last, mask, layer)
        found.append(_mean(last, present))
        found[-1].output(0).set_names({name})
    tokens.output(0).set_names({TOKENS})
    return ov.Model(found, [tokens], "multilingual-e5-small")


class _Network:
    """The parts of the network, each adding its nodes to the graph."""

    def __init__(self, weights: Weights, adapter: Adapter | None = None) -> None:
        self.adapter = adapter
        self.sizes = weights.sizes
        self.vectors = weights.vectors
        self.matrices = weights.matrices
        self.words = len(weights.vocabulary.pieces)

    def embed(self, tokens: ov.Node) -> ov.Node:
        """Token ids (n, longest) to the states before the first layer."""
        hidden = self.sizes.hidden
        places = self.vectors["emb.pos"].reshape(-1, hidden) + self.vectors["emb.type"][:hidden]
        longest = op.gather(op.shape_of(tokens), _axes(1), _int32(0))
        place = op.strided_slice(_constant(places), _axes(0), longest, _axes(1), [0], [0])
        return self.norm(op.add(self._words(tokens), place), "emb.ln")

    def layer(self, states: ov.Node, mask: ov.Node, number: int) -> ov.Node:
        """One transformer layer: attention, then the inner network, each added and normalised."""
        name = f"l{number}"
        seen = self._attention(states, mask, name)
        states = self.norm(op.add(self.linear(seen, f"{name}.ao"), states), f"{name}.aln")
        inner = op.gelu(self.linear(states, f"{name}.fi"), "erf")
        return self.norm(op.add(self.linear(inner, f"{name}.fo"), states), f"{name}.oln")

    def linear(self, states: ov.Node, *names: str) -> ov.Node:
        """Multiply by one matrix, or by several stacked ones, and add the bias."""
        matrices = [self.matrices[f"{name}.w"] for name in names]
        bias = np.concatenate([self.vectors[f"{name}.b"] for name in names])
        product = op.matmul(states, _unpacked(matrices), False, True)
        if self.adapter is not None:
            product = op.add(product, _adapted(states, self.adapter, names))
        return op.add(product, _constant(bias))

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

    def _attention(self, states: ov.Node, mask: ov.Node, name: str) -> ov.Node:
        heads = _axes(0, 0, 3, self.sizes.heads, self.sizes.head)
        stacked = op.reshape(
            self.linear(states, *(f"{name}.{part}" for part in "qkv")), heads, True
        )
        parts = op.split(op.transpose(stacked, _axes(2, 0, 3, 1, 4)), _int32(0), 3)
        query, key, value = (op.squeeze(part, _axes(0)) for part in parts.outputs())
        closeness = op.multiply(op.matmul(query, key, False, True), _number(self.sizes.head**-0.5))
        seen = op.matmul(op.softmax(op.add(closeness, mask), -1), value, False, False)
        joined = op.transpose(seen, _axes(0, 2, 1, 3))
        return op.reshape(joined, _axes(0, 0, self.sizes.hidden), True)


def _mean(states: ov.Node, present: ov.Node) -> ov.Node:
    present = op.unsqueeze(present, _axes(2))
    total = op.reduce_sum(op.multiply(states, present), _axes(1))
    mean = op.divide(total, op.reduce_sum(present, _axes(1)))
    return op.normalize_l2(mean, _axes(1), _SMALLEST_NORM, "max")


def _adapted(states: ov.Node, adapter: Adapter, names: Sequence[str]) -> ov.Node:
    """Return what the adapter adds to the product with one matrix, or with stacked ones."""
    parts = [
        op.matmul(
            op.matmul(states, _constant(adapter.down[name]), False, True),
            _constant(adapter.up[name]),
            False,
            True,
        )
        for name in names
    ]
    return op.concat(parts, 2) if len(parts) > 1 else parts[0]


def _unpacked(matrices: list[Packed]) -> ov.Node:
    # The plugin recognises this chain and multiplies with the codes themselves.
    codes = np.concatenate([matrix.spread() for matrix in matrices])
    scales = np.concatenate([matrix.scales for matrix in matrices]).astype(np.float32)
    signed = op.convert(_four_bit(codes), "f32")
    blocks = op.multiply(signed, _constant(scales[:, :, None]))
    return op.reshape(blocks, _axes(len(codes), codes.shape[1] * BLOCK), False)


def _four_bit(codes: NDArray[np.uint8]) -> ov.Node:
    """Codes 0 to 15 as the signed 4-bit numbers -8 to 7, two a byte, low half first."""
    signed = (codes ^ MIDDLE).reshape(-1)
    packed = np.ascontiguousarray(signed[0::2] | (signed[1::2] << 4))
    tensor = ov.Tensor(packed, ov.Shape(list(codes.shape)), ov.Type.i4)
    return ov.op.Constant(tensor, shared_memory=False)


def _constant(values: NDArray[np.generic]) -> ov.Node:
    return op.constant(np.ascontiguousarray(values))


def _number(value: float) -> ov.Node:
    return op.constant(np.float32(value))


def _int32(value: int) -> ov.Node:
    return op.constant(np.int32(value))


def _axes(*values: int) -> ov.Node:
    return op.constant(np.array(values, np.int64))
